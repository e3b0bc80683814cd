using System.Text.Json.Nodes;

namespace Identity.Gateway.Admin.Clients;

/// <summary>What a new client gets besides when its request names OpenID Connect as its protocol: one that names none gets less, as in Keycloak.</summary>
internal static class ClientProtocolDefaults
{
    private static readonly (string Name, string Value)[] Attributes =
        [("backchannel.logout.session.required", "true"), ("backchannel.logout.revoke.offline.tokens", "false")];

    /// <summary>The request with what it leaves to the server. What it says stands.</summary>
    public static JsonObject Fill(JsonObject given)
    {
        var body = (JsonObject)given.DeepClone();
        if ((string?)body["protocol"] == "openid-connect")
        {
            body["publicClient"] ??= true;
            body["directAccessGrantsEnabled"] ??= true;
            AddAttributes(body);
            AddAddresses(body);
        }

        if ((bool?)body["directGrantsOnly"] is { } only)
        {
            body["standardFlowEnabled"] = !only;
            body["directAccessGrantsEnabled"] = only;
        }

        return body;
    }

    private static void AddAttributes(JsonObject body)
    {
        var attributes = body["attributes"] as JsonObject ?? [];
        foreach (var (name, value) in Attributes.Where(attribute => string.IsNullOrEmpty((string?)attributes[attribute.Name])))
        {
            attributes[name] = value;
        }

        body["attributes"] ??= attributes;
    }

    private static void AddAddresses(JsonObject body)
    {
        if ((string?)body["rootUrl"] is not { Length: > 0 } root)
        {
            return;
        }

        body["adminUrl"] ??= root;
        if (body["redirectUris"] is not JsonArray { Count: > 0 })
        {
            body["redirectUris"] = new JsonArray(root.EndsWith('/') ? $"{root}*" : $"{root}/*");
        }
    }
}
