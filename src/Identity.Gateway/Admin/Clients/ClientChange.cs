using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.ProtocolMappers;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Clients;
using Identity.Grains.Realms;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Clients;

/// <summary>What an update makes of a client: what the request does not say stays.</summary>
internal static class ClientChange
{
    private const int MaxAttributes = 1000;

    // Merged below, changed elsewhere, or no part of the record.
    private static readonly HashSet<string> NotCopied = new(StringComparer.Ordinal)
    {
        "id", "access", "origin", "attributes", "protocolMappers", "registrationAccessToken", "authorizationSettings", "defaultRoles", "defaultClientScopes",
        "optionalClientScopes", "clientTemplate", "directGrantsOnly", "useTemplateConfig", "useTemplateScope", "useTemplateMappers",
    };

    /// <summary>The client after an update. Scopes are assigned one by one elsewhere: an update changes them only with the protocol or the service account.</summary>
    public static ClientState Apply(RealmSnapshot realm, ClientState client, JsonObject body, DateTimeOffset now)
    {
        var next = Copy(client, body);
        next = next.Protocol != client.Protocol ? ClientScopeDefaults.ForProtocol(realm, next) : next;
        if (next.ServiceAccountsEnabled != client.ServiceAccountsEnabled)
        {
            next = next.ServiceAccountsEnabled ? ClientScopeDefaults.WithServiceAccount(realm, next) : ClientScopeDefaults.WithoutServiceAccount(realm, next);
        }

        return next.PublicClient ? next with { Secret = null }
            : next.Secret is null && !ManagingClients.Is(realm, client) ? ClientSecrets.WithNew(next, now)
            : next;
    }

    /// <summary>The client with the given fields over it.</summary>
    public static ClientState Copy(ClientState client, JsonObject body)
    {
        // A masked secret that is sent back is the one that is there; a mask is never a secret.
        var notCopied = (string?)body["secret"] == Redaction.Mask ? new HashSet<string>(NotCopied, StringComparer.Ordinal) { "secret" } : NotCopied;
        var next = Representation.Overlay(client, StateJson.TypeInfo<ClientState>(), body, notCopied);
        return next with
        {
            RedirectUris = Distinct(next.RedirectUris),
            WebOrigins = Distinct(next.WebOrigins),
            Attributes = Merge(client.Attributes, body["attributes"] as JsonObject),
            ProtocolMappers = body["protocolMappers"] is JsonArray mappers ? ProtocolMapperRepresentation.ReadAll(mappers, client.ProtocolMappers) : client.ProtocolMappers,
        };
    }

    private static List<string> Distinct(IEnumerable<string> texts) => [.. texts.Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)];

    // Empty text removes an attribute.
    private static IReadOnlyDictionary<string, string> Merge(IReadOnlyDictionary<string, string> known, JsonObject? given)
    {
        if (given is null)
        {
            return known;
        }

        var merged = new Dictionary<string, string>(known, StringComparer.Ordinal);
        foreach (var (name, value) in given)
        {
            if (name == ManagingClients.Mark)
            {
                continue;
            }

            if ((string)value! is { Length: > 0 } text)
            {
                merged[name] = text;
            }
            else
            {
                merged.Remove(name);
            }
        }

        return merged.Count <= MaxAttributes ? merged : throw ClientCreation.Invalid($"A client has at most {MaxAttributes} attributes");
    }
}
