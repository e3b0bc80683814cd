using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.ClientScopes;
using Identity.Grains.Groups;
using Identity.Grains.Keys;
using Identity.Grains.Storage;

namespace Identity.Grains.Realms;

/// <summary>Reads Keycloak's realm export format.</summary>
internal sealed class RealmFileReader(FileNode file, string realmId, RealmKeyComponents keys)
{
    private static readonly IReadOnlySet<string> NotCopied = new HashSet<string>(StringComparer.Ordinal)
    {
        "id", "realm", "schema", "keys", "importing", "sessionsValidFrom", "initialAccesses", "defaultClientScopeIds", "optionalClientScopeIds", "defaultRoleId", "defaultGroupIds",
        "roles", "groups", "users", "clients", "clientScopes", "scopeMappings", "clientScopeMappings", "defaultRole", "defaultRoles",
        "defaultGroups", "defaultDefaultClientScopes", "defaultOptionalClientScopes", "components", "attributes",
    };

    private static readonly IReadOnlySet<string> ScopeFields = new HashSet<string>(StringComparer.Ordinal)
        { "id", "schema", "scopeRoleIds", "attributes", "protocolMappers" };

    private static readonly IReadOnlySet<string> GroupFields = new HashSet<string>(StringComparer.Ordinal)
        { "id", "schema", "parentId", "roleIds", "path", "subGroups", "realmRoles", "clientRoles", "attributes" };

    private readonly RealmFileIds _ids = new(realmId);

    /// <summary>The file, to which built-in parts have been added, as records.</summary>
    public static RealmFile Read(JsonObject file, string realmId, RealmKeyComponents keys) =>
        new RealmFileReader(new FileNode(file, string.Empty), realmId, keys).Read();

    private RealmFile Read()
    {
        var scopes = file.Objects("clientScopes").Select(scope => (Node: scope, Id: _ids.AddScope(scope))).ToList();
        var clients = file.Objects("clients").Select(client => (Node: client, Id: _ids.AddClient(client))).ToList();
        var roleReader = new RealmFileRoles(file, _ids);
        var roles = roleReader.Read();
        var groups = new List<GroupState>();
        AddGroups(file.Objects("groups"), parent: null, parentPath: string.Empty, groups);
        var mappings = new RealmFileScopeMappings(file, _ids);
        var scopeStates = scopes.Select(scope => Scope(scope.Node, scope.Id, mappings)).ToList();
        var clientReader = new RealmFileClients(file, _ids, mappings, scopeStates);
        var clientStates = clients.Select(client => clientReader.Read(client.Node, client.Id)).ToList();
        var users = new RealmFileUsers(file, _ids).Read(clientStates);
        var realm = Realm(roleReader);
        return new RealmFile(realm, clientStates, scopeStates, [.. roles, .. _ids.ImpliedRoles], groups, users, RealmFileSections.Unsupported(realm));
    }

    private RealmState Realm(RealmFileRoles roles)
    {
        var name = file.Required("realm");
        var (own, others) = keys.Split(file);
        var realm = file.Read(new RealmState { Id = realmId, Realm = name }, StateJsonContext.Default.RealmState, NotCopied);
        RealmFileNestedIds.Check(file);
        if (others is not null)
        {
            realm.Extra ??= [];
            Identify(others);
            realm.Extra["components"] = JsonElement.Parse(others.ToJsonString());
        }

        return realm with
        {
            Keys = own,
            Attributes = FileMaps.Texts(file.Object("attributes")).ToDictionary(entry => entry.Key, entry => entry.Value!.GetValue<string>()),
            DefaultRoleId = roles.DefaultRoleId(name),
            DefaultGroupIds = [.. file.Texts("defaultGroups").Select(path => _ids.Group(file, "defaultGroups", path))],
            DefaultClientScopeIds = [.. file.Texts("defaultDefaultClientScopes").Select(_ids.FindScope).OfType<string>()],
            OptionalClientScopeIds = [.. file.Texts("defaultOptionalClientScopes").Select(_ids.FindScope).OfType<string>()],
        };
    }

    // Administrators name components by id; what a file leaves without one gets the same each time.
    private void Identify(JsonObject components)
    {
        foreach (var (type, list) in components)
        {
            foreach (var component in (list as JsonArray ?? []).OfType<JsonObject>())
            {
                component["id"] ??= _ids.Derive("component", $"{type}/{component["subType"]}/{component["name"]}");
            }
        }
    }

    private ClientScopeState Scope(FileNode node, string id, RealmFileScopeMappings mappings)
    {
        var state = node.Read(new ClientScopeState { Id = id, Name = node.Required("name") }, StateJsonContext.Default.ClientScopeState, ScopeFields);
        return state with
        {
            Attributes = FileMaps.Texts(node.Object("attributes")).ToDictionary(entry => entry.Key, entry => entry.Value!.GetValue<string>()),
            ProtocolMappers = RealmFileMappers.Read(node, id, _ids),
            ScopeRoleIds = mappings.OfScope(state.Name),
        };
    }

    private void AddGroups(IReadOnlyList<FileNode> nodes, string? parent, string parentPath, List<GroupState> groups)
    {
        foreach (var node in nodes)
        {
            var name = node.Required("name");
            var path = $"{parentPath}/{name}";
            var id = _ids.AddGroup(node, path);
            var state = node.Read(new GroupState { Id = id, Name = name }, StateJsonContext.Default.GroupState, GroupFields);
            groups.Add(state with { ParentId = parent, RoleIds = _ids.Mappings(node), Attributes = RealmFileUsers.Attributes(node) });
            AddGroups(node.Objects("subGroups"), id, path, groups);
        }
    }
}
