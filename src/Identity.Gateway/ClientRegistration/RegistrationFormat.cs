using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Clients;
using Identity.Gateway.Realms;
using Identity.Grains.Claims;
using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;

namespace Identity.Gateway.ClientRegistration;

/// <summary>One of the two languages in which clients are registered.</summary>
internal abstract class RegistrationFormat
{
    private RegistrationFormat()
    {
    }

    /// <summary>RFC 7591.</summary>
    public static RegistrationFormat OpenIdConnect { get; } = new Metadata();

    /// <summary>Keycloak's ClientRepresentation.</summary>
    public static RegistrationFormat Default { get; } = new Keycloaks();

    /// <summary>The client that a body describes, as Keycloak's representation.</summary>
    public abstract JsonObject Read(JsonNode? body, ClientState? known);

    /// <summary>The client for its owner.</summary>
    public abstract JsonObject Write(RealmContext realm, RegisteredClient registered);

    private sealed class Metadata : RegistrationFormat
    {
        public override JsonObject Read(JsonNode? body, ClientState? known)
        {
            var metadata = ClientMetadata.Fields.Check(body);
            if (known is null && metadata["client_id"] is not null)
            {
                throw RegistrationRefusalException.Metadata("Client Identifier included");
            }

            var representation = ClientMetadata.ToRepresentation(metadata);
            if (known is null)
            {
                representation.Remove("secret");
            }

            AddPairwise(representation, metadata, known);
            return representation;
        }

        public override JsonObject Write(RealmContext realm, RegisteredClient registered)
        {
            var client = registered.Client;
            var node = ClientMetadataWriter.Write(realm.Realm, client);
            if (registered.IssuedAt is { } issued)
            {
                node["client_id_issued_at"] = issued;
            }

            node["registration_client_uri"] = $"{realm.Issuer}/clients-registrations/openid-connect/{Uri.EscapeDataString(client.ClientId)}";
            if (registered.Token is not null)
            {
                node["registration_access_token"] = registered.Token;
            }

            return node;
        }

        private static void AddPairwise(JsonObject representation, JsonObject metadata, ClientState? known)
        {
            var had = known?.ProtocolMappers.FirstOrDefault(mapper => mapper.Mapper == PairwiseRule.Mapper);
            var wants = (string?)metadata["subject_type"] switch { "pairwise" => true, "public" => false, _ => had is not null };
            if (wants == (had is not null))
            {
                return;
            }

            var others = (known?.ProtocolMappers ?? []).Where(mapper => mapper.Mapper != PairwiseRule.Mapper);
            IEnumerable<ProtocolMapper> mappers = wants ? others.Append(Pairwise((string?)metadata["sector_identifier_uri"])) : others;
            representation["protocolMappers"] = Admin.ProtocolMappers.ProtocolMapperRepresentation.WriteAll(mappers);
        }

        private static ProtocolMapper Pairwise(string? sector)
        {
            var config = new Dictionary<string, string>(StringComparer.Ordinal) { ["pairwiseSubAlgorithmSalt"] = PairwiseSalt.New() };
            if (sector is not null)
            {
                config[PairwiseRule.SectorSetting] = sector;
            }

            return new ProtocolMapper { Id = Guid.NewGuid().ToString(), Name = "pairwise subject identifier", Mapper = PairwiseRule.Mapper, Config = config };
        }
    }

    private sealed class Keycloaks : RegistrationFormat
    {
        public override JsonObject Read(JsonNode? body, ClientState? known) => ClientRepresentation.Fields.Check(body);

        public override JsonObject Write(RealmContext realm, RegisteredClient registered)
        {
            var node = ClientRepresentation.Write(realm.Realm, registered.Client, mayManage: false);
            node.Remove("access");
            if (registered.Token is not null)
            {
                node["registrationAccessToken"] = registered.Token;
            }

            return node;
        }
    }
}
