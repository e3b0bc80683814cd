using System.Text.Json.Nodes;
using Identity.Gateway.Realms;
using Identity.Grains.Clients;

namespace Identity.Gateway.Admin.Clients.Installation;

/// <summary>What an application has to know to use a client.</summary>
internal sealed class AdapterSettings(RealmContext context, ClientState client)
{
    private readonly bool _hasRoles = context.Realm.Roles.Any(role => role.ClientId == client.Id);

    public string Realm => context.Realm.Name;

    public string ServerUrl => $"{context.BaseUrl}/";

    public string SslRequired => context.Realm.Settings.SslRequired;

    public string ClientId => client.ClientId;

    public bool BearerOnly => client.BearerOnly;

    public bool PublicClient => client.PublicClient && !client.BearerOnly;

    /// <summary>Whether the application has roles of its own, and so must see that tokens are for it.</summary>
    public bool HasRoles => _hasRoles;

    /// <summary>Null where the client needs none or proves itself in another way.</summary>
    public string? Secret => client is { PublicClient: false, BearerOnly: false, ClientAuthenticatorType: "client-secret" } ? client.Secret : null;

    /// <summary>As Keycloak's keycloak.json.</summary>
    public JsonObject ToJson()
    {
        var node = new JsonObject { ["realm"] = Realm };
        Add(node, "bearer-only", BearerOnly);
        node["auth-server-url"] = ServerUrl;
        node["ssl-required"] = SslRequired;
        node["resource"] = ClientId;
        Add(node, "public-client", PublicClient);
        Add(node, "verify-token-audience", HasRoles);
        if (Credentials() is { } credentials)
        {
            node["credentials"] = credentials;
        }

        Add(node, "use-resource-role-mappings", HasRoles);
        node["confidential-port"] = 0;
        return node;
    }

    private JsonObject? Credentials() => client.PublicClient || client.BearerOnly ? null : client.ClientAuthenticatorType switch
    {
        "client-secret" when client.Secret is { } secret => new JsonObject { ["secret"] = secret },
        "client-secret-jwt" when client.Secret is { } secret => new JsonObject
        {
            ["secret-jwt"] = new JsonObject { ["secret"] = secret, ["algorithm"] = client.Attributes.GetValueOrDefault("token.endpoint.auth.signing.alg") },
        },
        "client-jwt" => new JsonObject
        {
            ["jwt"] = new JsonObject
            {
                ["client-key-password"] = "REPLACE WITH THE KEY PASSWORD IN KEYSTORE",
                ["client-keystore-file"] = "REPLACE WITH THE LOCATION OF YOUR KEYSTORE FILE",
                ["client-keystore-password"] = "REPLACE WITH THE KEYSTORE PASSWORD",
                ["client-key-alias"] = client.ClientId,
                ["token-timeout"] = 10,
                ["client-keystore-type"] = "jks",
            },
        },
        _ => null,
    };

    private static void Add(JsonObject node, string name, bool flag)
    {
        if (flag)
        {
            node[name] = true;
        }
    }
}
