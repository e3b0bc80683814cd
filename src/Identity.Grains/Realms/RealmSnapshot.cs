using System.Collections.Frozen;
using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Groups;
using Identity.Grains.Keys;
using Identity.Grains.Roles;
using Identity.Grains.Users;

namespace Identity.Grains.Realms;

/// <summary>One realm as of one moment: settings, keys, clients, scopes, roles and groups. Immutable; look-ups are in memory.</summary>
public sealed class RealmSnapshot
{
    private readonly FrozenDictionary<string, ClientState> _clientsByClientId;
    private readonly FrozenDictionary<string, ClientState> _clientsById;
    private readonly FrozenDictionary<string, ClientScopeState> _scopesById;
    private readonly FrozenDictionary<string, RoleState> _rolesById;
    private readonly FrozenDictionary<string, GroupState> _groupsById;
    private readonly Lazy<FrozenDictionary<(string? ClientId, string Name), RoleState>> _rolesByName;

    /// <summary>Indexes the records.</summary>
    public RealmSnapshot(RealmRecords records, RealmKeys keys)
    {
        ArgumentNullException.ThrowIfNull(records);
        Version = records.Version;
        Settings = records.Realm;
        Keys = keys;
        _clientsByClientId = records.Clients.ToFrozenDictionary(client => client.ClientId, StringComparer.Ordinal);
        _clientsById = records.Clients.ToFrozenDictionary(client => client.Id, StringComparer.Ordinal);
        _scopesById = records.ClientScopes.ToFrozenDictionary(scope => scope.Id, StringComparer.Ordinal);
        _rolesById = records.Roles.ToFrozenDictionary(role => role.Id, StringComparer.Ordinal);
        _groupsById = records.Groups.ToFrozenDictionary(group => group.Id, StringComparer.Ordinal);
        _rolesByName = new(() => Roles.ToFrozenDictionary(role => (role.ClientId, role.Name)));
    }

    /// <summary>The realm's change counter when this was read.</summary>
    public long Version { get; }

    /// <summary>Settings in Keycloak's words and units.</summary>
    public RealmState Settings { get; }

    /// <summary>The keys, ready to sign and verify.</summary>
    public RealmKeys Keys { get; }

    /// <summary>The realm's id.</summary>
    public string Id => Settings.Id;

    /// <summary>The realm's name in addresses.</summary>
    public string Name => Settings.Realm;

    /// <summary>All clients.</summary>
    public IReadOnlyCollection<ClientState> Clients => _clientsById.Values;

    /// <summary>All client scopes.</summary>
    public IReadOnlyCollection<ClientScopeState> ClientScopes => _scopesById.Values;

    /// <summary>All roles.</summary>
    public IReadOnlyCollection<RoleState> Roles => _rolesById.Values;

    /// <summary>All groups.</summary>
    public IReadOnlyCollection<GroupState> Groups => _groupsById.Values;

    /// <summary>The client with that client_id.</summary>
    public ClientState? FindClient(string clientId) => _clientsByClientId.GetValueOrDefault(clientId);

    /// <summary>The client with that Id (UUID).</summary>
    public ClientState? FindClientById(string id) => _clientsById.GetValueOrDefault(id);

    /// <summary>The scope with that id.</summary>
    public ClientScopeState? FindScopeById(string id) => _scopesById.GetValueOrDefault(id);

    /// <summary>The role with that id.</summary>
    public RoleState? FindRoleById(string id) => _rolesById.GetValueOrDefault(id);

    /// <summary>The role of that name: of the client with that Id (UUID), or of the realm when that is null.</summary>
    public RoleState? FindRole(string? clientId, string name) => _rolesByName.Value.GetValueOrDefault((clientId, name));

    /// <summary>The group with that id.</summary>
    public GroupState? FindGroupById(string id) => _groupsById.GetValueOrDefault(id);

    /// <summary>The path of a group, for example /staff/engineering; null when there is no such group.</summary>
    public string? GroupPath(string groupId)
    {
        var path = string.Empty;
        for (var group = FindGroupById(groupId); group is not null; group = group.ParentId is null ? null : FindGroupById(group.ParentId))
        {
            path = $"/{group.Name}{path}";
            if (group.ParentId is null)
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>The roles and everything that they include, directly or not.</summary>
    public IReadOnlySet<string> ExpandRoles(IEnumerable<string> roleIds)
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>(roleIds);
        while (pending.TryPop(out var id))
        {
            if (_rolesById.TryGetValue(id, out var role) && all.Add(id))
            {
                foreach (var included in role.CompositeIds)
                {
                    pending.Push(included);
                }
            }
        }

        return all;
    }

    /// <summary>Every role that the user holds: given directly, by groups and the groups above them, and what those include.</summary>
    public IReadOnlySet<string> EffectiveRoles(UserState user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var direct = new List<string>(user.RoleIds);
        foreach (var groupId in user.GroupIds)
        {
            var seen = 0;
            for (var group = FindGroupById(groupId); group is not null && seen <= _groupsById.Count; seen++)
            {
                direct.AddRange(group.RoleIds);
                group = group.ParentId is null ? null : FindGroupById(group.ParentId);
            }
        }

        return ExpandRoles(direct);
    }
}
