using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Clients;
using Identity.Grains.Clients;
using Identity.Grains.Protocol;
using Identity.Grains.Realms;
using Identity.Grains.Texts;

namespace Identity.Gateway.ClientRegistration;

/// <summary>Writes a client as metadata of RFC 7591.</summary>
internal static class ClientMetadataWriter
{
    /// <summary>The metadata without the registration's own fields.</summary>
    public static JsonObject Write(RealmSnapshot realm, ClientState client)
    {
        var node = new JsonObject
        {
            ["redirect_uris"] = Texts(client.RedirectUris),
            ["token_endpoint_auth_method"] = AuthenticationMethod(client),
            ["grant_types"] = Texts(Grants(client)),
            ["response_types"] = Texts(ResponseTypes(client)),
            ["client_id"] = client.ClientId,
        };
        Add(node, "client_secret", client.PublicClient ? null : client.Secret);
        Add(node, "client_name", client.Name);
        Add(node, "client_uri", client.BaseUrl);
        Add(node, "scope", string.Join(' ', client.OptionalClientScopeIds.Select(realm.FindScopeById).Where(scope => scope?.Protocol == client.Protocol).Select(scope => scope!.Name)));
        foreach (var (field, attribute) in ClientMetadata.Attributes)
        {
            Add(node, field, client.Attributes.GetValueOrDefault(attribute));
        }

        if (client.Attributes.GetValueOrDefault(ClientAttributes.UseJwks) == "true" && client.Attributes.GetValueOrDefault(ClientAttributes.Jwks) is { } jwks
            && JsonInput.FindObject(jwks) is { } set)
        {
            node["jwks"] = JsonObject.Create(set);
        }

        node["subject_type"] = client.ProtocolMappers.Any(mapper => mapper.Mapper == PairwiseRule.Mapper) ? "pairwise" : "public";
        node["request_uris"] = Texts(Split(client, "request.uris"));
        if (Split(client, "default.acr.values") is { Length: > 0 } levels)
        {
            node["default_acr_values"] = Texts(levels);
        }

        AddFlags(node, client);
        node["post_logout_redirect_uris"] = Texts(Split(client, "post.logout.redirect.uris") is { Length: > 0 } own && own is not ["+"] ? own : client.RedirectUris);
        if (!client.PublicClient)
        {
            node["client_secret_expires_at"] = 0;
        }

        return node;
    }

    // What is only stored where somebody changed it is shown as off.
    private static void AddFlags(JsonObject node, ClientState client)
    {
        foreach (var (field, attribute, _) in ClientMetadata.Flags)
        {
            var stored = client.Attributes.GetValueOrDefault(attribute);
            var shown = field == "backchannel_logout_session_required" ? stored == "true" && client.Attributes.ContainsKey("backchannel.logout.url") : stored == "true";
            if (field != "backchannel_logout_revoke_offline_tokens" || shown)
            {
                node[field] = shown;
            }
        }
    }

    private static string AuthenticationMethod(ClientState client) => client.PublicClient ? "none" : client.ClientAuthenticatorType switch
    {
        "client-secret-jwt" => "client_secret_jwt",
        "client-jwt" => "private_key_jwt",
        "client-x509" => "tls_client_auth",
        _ => "client_secret_basic",
    };

    private static IEnumerable<string> Grants(ClientState client)
    {
        (bool On, string Grant)[] flows =
        [
            (client.StandardFlowEnabled, GrantTypes.AuthorizationCode), (client.ImplicitFlowEnabled, "implicit"),
            (client.DirectAccessGrantsEnabled, GrantTypes.Password), (client.ServiceAccountsEnabled, GrantTypes.ClientCredentials),
            .. ClientMetadata.GrantSwitches.Select(grant => (grant.Grant == GrantTypes.RefreshToken
                ? client.Attributes.GetValueOrDefault(grant.Attribute) != "false"
                : client.Attributes.GetValueOrDefault(grant.Attribute) == "true", grant.Grant)),
        ];
        return flows.Where(flow => flow.On).Select(flow => flow.Grant);
    }

    private static IReadOnlyList<string> ResponseTypes(ClientState client) =>
    [
        .. client.StandardFlowEnabled ? (string[])["code", "none"] : [],
        .. client.ImplicitFlowEnabled ? (string[])["id_token", "id_token token"] : [],
        .. client is { StandardFlowEnabled: true, ImplicitFlowEnabled: true } ? (string[])["code id_token", "code token", "code id_token token"] : [],
    ];

    private static string[] Split(ClientState client, string attribute) =>
        client.Attributes.GetValueOrDefault(attribute)?.Split("##", StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static void Add(JsonObject node, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            node[name] = value;
        }
    }
}
