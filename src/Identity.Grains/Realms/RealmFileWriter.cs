using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Identity.Grains.Authentication;
using Identity.Grains.ClientScopes;
using Identity.Grains.Groups;
using Identity.Grains.Keys;
using Identity.Grains.Roles;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Grains.Realms;

/// <summary>Writes records in Keycloak's realm export format: every id of something else in the realm becomes a name or path.</summary>
internal sealed class RealmFileWriter(RealmRecords records, RealmKeyComponents keys)
{
    private const string KeyProvider = "org.keycloak.keys.KeyProvider";
    private readonly RealmFileNames _names = new(records);
    private readonly ILookup<string?, RoleState> _roles = records.Roles.ToLookup(role => role.ClientId, StringComparer.Ordinal);
    private readonly ILookup<string?, GroupState> _groups = records.Groups.ToLookup(group => group.ParentId, StringComparer.Ordinal);

    // Roles of which others say that they include them.
    private readonly ILookup<string, string> _parts = records.Roles
        .SelectMany(role => role.PartOfIds.Select(whole => (whole, role.Id)))
        .ToLookup(pair => pair.whole, pair => pair.Id, StringComparer.Ordinal);

    public JsonObject Write(IReadOnlyList<UserState> users)
    {
        var realm = Node(records.Realm, StateJsonContext.Default.RealmState,
            "keys", "importing", "sessionsValidFrom", "initialAccesses", "defaultClientScopeIds", "optionalClientScopeIds", "defaultRoleId", "defaultGroupIds");
        realm["roles"] = Roles();
        realm["groups"] = Array(_groups[null].Select(group => Group(group, parentPath: string.Empty)));
        if (records.Roles.FirstOrDefault(role => role.Id == records.Realm.DefaultRoleId) is { } defaultRole)
        {
            realm["defaultRole"] = RoleSummary(defaultRole);
        }

        realm["defaultGroups"] = Texts(records.Realm.DefaultGroupIds.Select(_names.GroupPath));
        DropEmpty(realm, "defaultGroups");
        realm["users"] = Array(users.Select(User));
        AddScopeMappings(realm);
        realm["clients"] = Array(records.Clients.Select(Client));
        realm["clientScopes"] = Array(records.ClientScopes.Select(Scope));
        realm["defaultDefaultClientScopes"] = Texts(records.Realm.DefaultClientScopeIds.Select(_names.Scope));
        realm["defaultOptionalClientScopes"] = Texts(records.Realm.OptionalClientScopeIds.Select(_names.Scope));
        var components = realm["components"] as JsonObject ?? [];
        if (components.Parent is null)
        {
            realm["components"] = components;
        }

        AddKeys(components);
        AuthenticationSettings.Export(realm);
        return realm;
    }

    private void AddKeys(JsonObject components)
    {
        if (components[KeyProvider] is not JsonArray providers)
        {
            components[KeyProvider] = providers = [];
        }

        foreach (var key in records.Realm.Keys)
        {
            providers.Add((JsonNode)keys.Write(records.Realm.Id, key));
        }
    }

    private JsonObject Roles()
    {
        var clients = new JsonObject();
        foreach (var client in records.Clients)
        {
            clients[client.ClientId] = Array(_roles[client.Id].Select(Role));
        }

        return new JsonObject
        {
            ["realm"] = Array(_roles[null].Select(Role)),
            ["client"] = clients,
        };
    }

    private JsonObject Role(RoleState role)
    {
        var node = Node(role, StateJsonContext.Default.RoleState, "clientId", "compositeIds", "partOfIds");
        IReadOnlyList<string> included = [.. role.CompositeIds.Union(_parts[role.Id], StringComparer.Ordinal)];
        node["composite"] = included.Count > 0;
        node["clientRole"] = role.ClientId is not null;
        node["containerId"] = role.ClientId ?? records.Realm.Id;
        if (included.Count > 0)
        {
            var composites = new JsonObject();
            AddRoleNames(composites, included, "realm", "client");
            DropEmpty(composites, "realm", "client");
            node["composites"] = composites;
        }

        return node;
    }

    private JsonObject RoleSummary(RoleState role) => new()
    {
        ["id"] = role.Id,
        ["name"] = role.Name,
        ["description"] = role.Description,
        ["composite"] = role.CompositeIds.Count > 0,
        ["clientRole"] = false,
        ["containerId"] = records.Realm.Id,
    };

    private JsonObject Group(GroupState group, string parentPath)
    {
        var path = $"{parentPath}/{group.Name}";
        var node = Node(group, StateJsonContext.Default.GroupState, "roleIds");
        node["path"] = path;
        AddRoleNames(node, group.RoleIds, "realmRoles", "clientRoles");
        node["subGroups"] = Array(_groups[group.Id].Select(child => Group(child, path)));
        return node;
    }

    private JsonObject Client(Clients.ClientState client)
    {
        var node = Node(client, StateJsonContext.Default.ClientState, "sessionsValidFrom", "registrationTokenId", "defaultClientScopeIds", "optionalClientScopeIds", "scopeRoleIds");
        node["defaultClientScopes"] = Texts(client.DefaultClientScopeIds.Select(_names.Scope));
        node["optionalClientScopes"] = Texts(client.OptionalClientScopeIds.Select(_names.Scope));
        DropEmpty(node, "protocolMappers");
        return node;
    }

    private static JsonObject Scope(ClientScopeState scope)
    {
        var node = Node(scope, StateJsonContext.Default.ClientScopeState, "scopeRoleIds");
        DropEmpty(node, "protocolMappers");
        return node;
    }

    private JsonObject User(UserState user)
    {
        var node = Node(user, StateJsonContext.Default.UserState, "emailUnique", "roleIds", "groupIds", "serviceAccountClientId", "failures", "usedTimeSteps", "clientConsents");
        AddRoleNames(node, user.RoleIds, "realmRoles", "clientRoles");
        node["groups"] = Texts(user.GroupIds.Select(_names.GroupPath));
        if (user.ClientConsents.Count > 0)
        {
            node["clientConsents"] = new JsonArray([.. user.ClientConsents.Where(consent => _names.Client(consent.ClientId) is not null).Select(Consent)]);
        }

        if (user.ServiceAccountClientId is { } id && _names.Client(id) is { } clientId)
        {
            node["serviceAccountClientId"] = clientId;
        }

        foreach (var credential in (node["credentials"] as JsonArray ?? []).OfType<JsonObject>().Where(credential => (bool?)credential["temporary"] == false))
        {
            credential.Remove("temporary");
        }

        DropEmpty(node, "attributes", "clientRoles", "federatedIdentities");
        return node;
    }

    private JsonNode Consent(ClientConsent consent) => new JsonObject
    {
        ["clientId"] = _names.Client(consent.ClientId),
        ["grantedClientScopes"] = Texts(consent.ScopeIds.Select(_names.Scope)),
        ["createdDate"] = consent.CreatedDate,
        ["lastUpdatedDate"] = consent.LastUpdatedDate,
    };

    private void AddRoleNames(JsonObject node, IReadOnlyList<string> roleIds, string realmField, string clientField)
    {
        var roles = roleIds.Select(_names.Role).OfType<(string? ClientId, string Name)>().ToList();
        node[realmField] = Texts(roles.Where(role => role.ClientId is null).Select(role => role.Name));
        var clients = new JsonObject();
        foreach (var client in roles.Where(role => role.ClientId is not null).GroupBy(role => role.ClientId!, StringComparer.Ordinal))
        {
            clients[client.Key] = Texts(client.Select(role => role.Name));
        }

        node[clientField] = clients;
    }

    private void AddScopeMappings(JsonObject realm)
    {
        var realmMappings = new JsonArray();
        var clientMappings = new JsonObject();
        foreach (var (field, name, roleIds) in records.Clients.Select(client => ("client", client.ClientId, client.ScopeRoleIds))
            .Concat(records.ClientScopes.Select(scope => ("clientScope", scope.Name, scope.ScopeRoleIds))))
        {
            foreach (var roles in roleIds.Select(_names.Role).OfType<(string? ClientId, string Name)>().GroupBy(role => role.ClientId, StringComparer.Ordinal))
            {
                var mapping = new JsonObject { [field] = name, ["roles"] = Texts(roles.Select(role => role.Name)) };
                if (roles.Key is null)
                {
                    realmMappings.Add((JsonNode)mapping);
                }
                else if (clientMappings[roles.Key] is JsonArray known)
                {
                    known.Add((JsonNode)mapping);
                }
                else
                {
                    clientMappings[roles.Key] = new JsonArray(mapping);
                }
            }
        }

        realm["scopeMappings"] = realmMappings;
        realm["clientScopeMappings"] = clientMappings;
    }

    private static JsonObject Node<T>(T state, JsonTypeInfo<T> type, params ReadOnlySpan<string> internals)
    {
        var node = (JsonObject)JsonSerializer.SerializeToNode(state, type)!;
        node.Remove("schema");
        foreach (var name in internals)
        {
            node.Remove(name);
        }

        return node;
    }

    // Keycloak leaves these out where there are none.
    private static void DropEmpty(JsonObject node, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (node[name] is JsonArray { Count: 0 } or JsonObject { Count: 0 })
            {
                node.Remove(name);
            }
        }
    }

    private static JsonArray Array(IEnumerable<JsonObject> items) => new([.. items]);

    private static JsonArray Texts(IEnumerable<string?> texts) => new([.. texts.Where(text => text is not null).Select(text => (JsonNode)text!)]);
}
