using System.Text.Json.Serialization;

namespace Identity.Grains.ClientScopes;

/// <summary>A rule that puts claims into tokens (Keycloak's ProtocolMapperRepresentation).</summary>
[GenerateSerializer, Immutable, Alias("identity.protocol-mapper")]
public sealed record ProtocolMapper
{
    /// <summary>UUID.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>Unique in its client or scope.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>openid-connect or saml.</summary>
    [Id(2)]
    public string Protocol { get; init; } = "openid-connect";

    /// <summary>Provider id, for example oidc-usermodel-attribute-mapper.</summary>
    [Id(3)]
    [JsonPropertyName("protocolMapper")]
    public required string Mapper { get; init; }

    /// <summary>Kept for export.</summary>
    [Id(4)]
    public bool ConsentRequired { get; init; }

    /// <summary>All values are strings, as in Keycloak.</summary>
    [Id(5)]
    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>();
}
