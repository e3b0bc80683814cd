using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Clients;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Clients;

/// <summary>What a new client is where the request does not say.</summary>
internal static class ClientCreation
{
    /// <summary>The client that a representation describes, with Keycloak's defaults for the rest.</summary>
    public static ClientState New(RealmSnapshot realm, JsonObject given, DateTimeOffset now)
    {
        var body = ClientProtocolDefaults.Fill(given);
        var id = (string?)body["id"] is { Length: > 0 } chosen ? chosen : Guid.NewGuid().ToString();
        if (!ChosenId.IsValid(id))
        {
            throw Invalid("The id of a client has up to 36 letters, digits, dots, dashes and underscores");
        }

        var client = ClientChange.Copy(new ClientState { Id = id, ClientId = (string?)body["clientId"] ?? id }, body);
        client = client with
        {
            FrontchannelLogout = client.FrontchannelLogout || (client.Protocol == "saml" && body["frontchannelLogout"] is null),
            Attributes = client.Protocol == "openid-connect"
                ? new Dictionary<string, string>(client.Attributes, StringComparer.Ordinal) { [ManagingClients.Mark] = "false" }
                : client.Attributes,
            WebOrigins = body["webOrigins"] is null ? Origins(client.RedirectUris) : client.WebOrigins,
        };
        client = WithScopes(realm, client, body);
        return client.PublicClient || client.Secret is not null ? client : ClientSecrets.WithNew(client, now);
    }

    /// <summary>400 in the shape in which Keycloak refuses a client's fields.</summary>
    public static AdminRefusalException Invalid(string description) => new(AdminResult.Error(400, "invalid_input", description));

    private static ClientState WithScopes(RealmSnapshot realm, ClientState client, JsonObject body)
    {
        var named = body["defaultClientScopes"] is not null || body["optionalClientScopes"] is not null;
        var defaults = named ? Named(realm, client, body["defaultClientScopes"]) : ClientScopeDefaults.Default(realm, client.Protocol);
        var optional = named ? Named(realm, client, body["optionalClientScopes"]) : ClientScopeDefaults.Optional(realm, client.Protocol);
        client = client with { DefaultClientScopeIds = defaults, OptionalClientScopeIds = [.. optional.Except(defaults)] };
        return client.ServiceAccountsEnabled ? ClientScopeDefaults.WithServiceAccount(realm, client) : client;
    }

    // A scope that is not there is passed over, as Keycloak does.
    private static List<string> Named(RealmSnapshot realm, ClientState client, JsonNode? names)
    {
        var wanted = (names as JsonArray ?? []).Select(name => (string)name!).ToHashSet(StringComparer.Ordinal);
        return wanted.Count == 0
            ? []
            : [.. realm.ClientScopes.Where(scope => scope.Protocol == client.Protocol && wanted.Contains(scope.Name)).Select(scope => scope.Id)];
    }

    private static IReadOnlyList<string> Origins(IEnumerable<string> redirectUris) =>
        [.. redirectUris.Where(uri => uri.StartsWith("http", StringComparison.Ordinal)).Select(Origin).Distinct(StringComparer.Ordinal)];

    private static string Origin(string uri) => uri.Length > 8 && uri.IndexOf('/', 8) is var end and >= 0 ? uri[..end] : uri;
}
