using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Gateway.Admin.ProtocolMappers;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Clients;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Clients;

/// <summary>Keycloak's ClientRepresentation.</summary>
internal static class ClientRepresentation
{
    /// <summary>Its fields.</summary>
    public static Representation Fields { get; } = new(
        "ClientRepresentation",
        (FieldKind.Text,
        [
            "id", "clientId", "name", "description", "type", "rootUrl", "adminUrl", "baseUrl", "clientAuthenticatorType",
            "protocol", "origin", "clientTemplate",
        ]),
        (FieldKind.Secret, ["secret", "registrationAccessToken"]),
        (FieldKind.Number, ["notBefore", "nodeReRegistrationTimeout"]),
        (FieldKind.Flag,
        [
            "surrogateAuthRequired", "enabled", "alwaysDisplayInConsole", "bearerOnly", "consentRequired", "standardFlowEnabled", "implicitFlowEnabled",
            "directAccessGrantsEnabled", "serviceAccountsEnabled", "authorizationServicesEnabled", "directGrantsOnly", "publicClient", "frontchannelLogout",
            "fullScopeAllowed", "useTemplateConfig", "useTemplateScope", "useTemplateMappers",
        ]),
        (FieldKind.Texts, ["redirectUris", "webOrigins", "defaultRoles", "defaultClientScopes", "optionalClientScopes"]),
        (FieldKind.TextMap, ["attributes", "authenticationFlowBindingOverrides"]),
        (FieldKind.Object, ["registeredNodes", "access", "authorizationSettings"]),
        (FieldKind.Objects, ["protocolMappers"]));

    /// <summary>The body of a request. An attribute that is null stands there as empty text: both remove it.</summary>
    public static async Task<JsonObject> ReadAsync(AdminCall call)
    {
        var body = await call.ReadJsonAsync();
        if (body is JsonObject { } given && given["attributes"] is JsonObject attributes)
        {
            foreach (var name in attributes.Where(attribute => attribute.Value is null).Select(attribute => attribute.Key).ToList())
            {
                attributes[name] = string.Empty;
            }
        }

        return Fields.Check(body);
    }

    /// <summary>The client as an administrator sees it who may view it.</summary>
    public static JsonObject Write(RealmSnapshot realm, ClientState client, bool mayManage)
    {
        var node = new JsonObject { ["id"] = client.Id, ["clientId"] = client.ClientId };
        AddText(node, "name", client.Name);
        AddText(node, "description", client.Description);
        AddExtra(node, client, "type");
        AddText(node, "rootUrl", client.RootUrl);
        AddText(node, "adminUrl", client.AdminUrl);
        AddText(node, "baseUrl", client.BaseUrl);
        node["surrogateAuthRequired"] = Flag(client, "surrogateAuthRequired");
        node["enabled"] = client.Enabled;
        node["alwaysDisplayInConsole"] = Flag(client, "alwaysDisplayInConsole");
        node["clientAuthenticatorType"] = client.ClientAuthenticatorType;
        AddText(node, "secret", client.PublicClient ? null : client.Secret);
        node["redirectUris"] = Texts(client.RedirectUris);
        node["webOrigins"] = Texts(client.WebOrigins);
        AddFlows(node, client);
        node["attributes"] = new JsonObject(client.Attributes.Select(attribute => KeyValuePair.Create(attribute.Key, (JsonNode?)attribute.Value)));
        AddExtra(node, client, "authenticationFlowBindingOverrides", new JsonObject());
        node["fullScopeAllowed"] = client.FullScopeAllowed;
        AddExtra(node, client, "nodeReRegistrationTimeout", -1);
        AddNodes(node, client);
        if (client.ProtocolMappers.Count > 0)
        {
            node["protocolMappers"] = ProtocolMapperRepresentation.WriteAll(client.ProtocolMappers);
        }

        node["defaultClientScopes"] = ScopeNames(realm, client, client.DefaultClientScopeIds);
        node["optionalClientScopes"] = ScopeNames(realm, client, client.OptionalClientScopeIds);
        var manages = mayManage && !ManagingClients.Is(realm, client);
        node["access"] = new JsonObject { ["view"] = true, ["configure"] = manages, ["manage"] = manages };
        return node;
    }

    private static void AddFlows(JsonObject node, ClientState client)
    {
        node["notBefore"] = client.NotBefore;
        node["bearerOnly"] = client.BearerOnly;
        node["consentRequired"] = client.ConsentRequired;
        node["standardFlowEnabled"] = client.StandardFlowEnabled;
        node["implicitFlowEnabled"] = client.ImplicitFlowEnabled;
        node["directAccessGrantsEnabled"] = client.DirectAccessGrantsEnabled;
        node["serviceAccountsEnabled"] = client.ServiceAccountsEnabled;
        if (Flag(client, "authorizationServicesEnabled"))
        {
            node["authorizationServicesEnabled"] = true;
        }

        node["publicClient"] = client.PublicClient;
        node["frontchannelLogout"] = client.FrontchannelLogout;
        node["protocol"] = client.Protocol;
    }

    private static void AddNodes(JsonObject node, ClientState client)
    {
        if (Extra(client, "registeredNodes") is { ValueKind: JsonValueKind.Object } nodes && nodes.EnumerateObject().Any())
        {
            node["registeredNodes"] = JsonNode.Parse(nodes.GetRawText());
        }
    }

    private static JsonArray ScopeNames(RealmSnapshot realm, ClientState client, IReadOnlyList<string> ids) =>
        Texts(ids.Select(realm.FindScopeById).Where(scope => scope?.Protocol == client.Protocol).Select(scope => scope!.Name));

    private static bool Flag(ClientState client, string name) => Extra(client, name) is { ValueKind: JsonValueKind.True };

    private static JsonElement? Extra(ClientState client, string name) =>
        client.Extra is { } extra && extra.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static void AddExtra(JsonObject node, ClientState client, string name, JsonNode? otherwise = null)
    {
        if (Extra(client, name) is { } value)
        {
            node[name] = JsonNode.Parse(value.GetRawText());
        }
        else if (otherwise is not null)
        {
            node[name] = otherwise;
        }
    }

    private static void AddText(JsonObject node, string name, string? value)
    {
        if (value is not null)
        {
            node[name] = value;
        }
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
