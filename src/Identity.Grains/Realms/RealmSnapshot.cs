using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Groups;
using Identity.Grains.Keys;
using Identity.Grains.Roles;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Grains.Realms;

/// <summary>One realm as of one moment: settings, keys, clients, scopes, roles and groups. Immutable; look-ups are in memory.</summary>
public sealed class RealmSnapshot
{
    private const string Top = "";

    // In a realm of fewer roles everything that a user holds is found sooner than where it comes from.
    private const int ManyRoles = 1000;

    private readonly SharedMap<ClientState> _clientsByClientId;
    private readonly SharedMap<ClientState> _clientsById;
    private readonly SharedMap<ClientScopeState> _scopesById;
    private readonly SharedMap<RoleState> _rolesById;
    private readonly SharedMap<GroupState> _groupsById;
    private readonly NamedChildren<RoleState> _rolesByName;
    private readonly NamedChildren<GroupState> _groupsByName;
    private readonly RoleInclusions _inclusions;
    private bool _used;
    private long _idleSince;
    private long _confirmed;

    /// <summary>Indexes the records.</summary>
    public RealmSnapshot(RealmRecords records, RealmKeys keys)
    {
        ArgumentNullException.ThrowIfNull(records);
        Version = records.Version;
        Settings = records.Realm;
        Keys = keys;
        LeftOut = records.LeftOut;
        _clientsByClientId = SharedMap<ClientState>.Of(records.Clients, client => client.ClientId);
        _clientsById = SharedMap<ClientState>.Of(records.Clients, client => client.Id);
        _scopesById = SharedMap<ClientScopeState>.Of(records.ClientScopes, scope => scope.Id);
        _rolesById = SharedMap<RoleState>.Of(records.Roles, role => role.Id);
        _groupsById = SharedMap<GroupState>.Of(records.Groups, group => group.Id);
        _rolesByName = new NamedChildren<RoleState>(role => role.ClientId ?? Top, role => role.Name).With([.. records.Roles.Select(Come)]);
        _groupsByName = new NamedChildren<GroupState>(group => group.ParentId ?? Top, group => group.Name).With([.. records.Groups.Select(Come)]);
        _inclusions = RoleInclusions.Of(_rolesById);
    }

    private RealmSnapshot(RealmSnapshot before, RealmDifference changes, RealmKeys keys)
    {
        Version = changes.Version;
        _used = before._used;
        _idleSince = before._idleSince;
        Settings = changes.Realm ?? before.Settings;
        Keys = keys;
        LeftOut = before.LeftOut.Count + changes.LeftOut.Count == 0 ? [] : [.. before.LeftOut.Where(record => !changes.Tells(record)), .. changes.LeftOut];
        var clients = Changed(before._clientsById, changes.Clients);
        var roles = Changed(before._rolesById, changes.Roles);
        var groups = Changed(before._groupsById, changes.Groups);
        _clientsById = before._clientsById.With(changes.Clients);
        _clientsByClientId = before._clientsByClientId.With(
            [.. clients.Where(client => client.Before is not null).Select(client => KeyValuePair.Create<string, ClientState?>(client.Before!.ClientId, null)),
             .. clients.Where(client => client.After is not null).Select(client => KeyValuePair.Create<string, ClientState?>(client.After!.ClientId, client.After))]);
        _scopesById = before._scopesById.With(changes.ClientScopes);
        _rolesById = before._rolesById.With(changes.Roles);
        _groupsById = before._groupsById.With(changes.Groups);
        _rolesByName = before._rolesByName.With(roles);
        _groupsByName = before._groupsByName.With(groups);
        _inclusions = before._inclusions.With(_rolesById, roles);
    }

    /// <summary>The realm's change counter when this was read.</summary>
    public long Version { get; }

    /// <summary>Settings in Keycloak's words and units.</summary>
    public RealmState Settings { get; }

    /// <summary>The keys, ready to sign and verify.</summary>
    public RealmKeys Keys { get; }

    /// <summary>Records of the realm that cannot be read: they count for nothing, and lists and exports have to say so.</summary>
    public IReadOnlyList<UnreadableRecord> LeftOut { get; }

    /// <summary>The realm's id.</summary>
    public string Id => Settings.Id;

    /// <summary>The realm's name in addresses.</summary>
    public string Name => Settings.Realm;

    /// <summary>All clients.</summary>
    public IReadOnlyCollection<ClientState> Clients => _clientsById;

    /// <summary>All client scopes.</summary>
    public IReadOnlyCollection<ClientScopeState> ClientScopes => _scopesById;

    /// <summary>All roles.</summary>
    public IReadOnlyCollection<RoleState> Roles => _rolesById;

    /// <summary>All groups.</summary>
    public IReadOnlyCollection<GroupState> Groups => _groupsById;

    /// <summary>The client with that client_id.</summary>
    public ClientState? FindClient(string clientId) => _clientsByClientId.Find(clientId);

    /// <summary>The client with that Id (UUID).</summary>
    public ClientState? FindClientById(string id) => _clientsById.Find(id);

    /// <summary>The scope with that id.</summary>
    public ClientScopeState? FindScopeById(string id) => _scopesById.Find(id);

    /// <summary>The role with that id.</summary>
    public RoleState? FindRoleById(string id) => _rolesById.Find(id);

    /// <summary>The group with that id.</summary>
    public GroupState? FindGroupById(string id) => _groupsById.Find(id);

    /// <summary>The path of a group, for example /staff/engineering; null when there is no such group.</summary>
    public string? GroupPath(string groupId)
    {
        var path = string.Empty;
        var seen = 0;
        for (var group = FindGroupById(groupId); group is not null && seen <= _groupsById.Count; seen++)
        {
            path = $"/{group.Name}{path}";
            if (group.ParentId is null)
            {
                return path;
            }

            group = FindGroupById(group.ParentId);
        }

        return null;
    }

    /// <summary>The role of that name, of the client with that Id (UUID) or, for null, of the realm.</summary>
    public RoleState? FindRole(string? clientId, string name) => _rolesByName.Find(clientId ?? Top, name);

    /// <summary>The roles of the client with that Id (UUID) or, for null, of the realm, in ordinal order of their names.</summary>
    public IReadOnlyList<RoleState> RolesOf(string? clientId) => _rolesByName.In(clientId ?? Top);

    /// <summary>The group of that name below the parent, or, for null, at the top.</summary>
    public GroupState? FindGroup(string? parentId, string name) => _groupsByName.Find(parentId ?? Top, name);

    /// <summary>The groups directly below the parent, or, for null, at the top, in ordinal order of their names.</summary>
    public IReadOnlyList<GroupState> GroupsBelow(string? parentId) => _groupsByName.In(parentId ?? Top);

    /// <summary>Whether the role includes others.</summary>
    public bool IsComposite(RoleState role) => _inclusions.IsComposite(role);

    /// <summary>Ids of the roles that the role includes directly; some may be of roles that are gone.</summary>
    public IEnumerable<string> CompositesOf(RoleState role) => _inclusions.Included(role);

    /// <summary>Ids of the roles that include the role directly.</summary>
    public IEnumerable<string> CompositesWith(RoleState role) => _inclusions.Including(role);

    /// <summary>The roles and everything that they include, directly or not.</summary>
    public IReadOnlySet<string> ExpandRoles(IEnumerable<string> roleIds) =>
        Reached(roleIds, _inclusions.Included, out _);

    /// <summary>Every role that the user holds: given directly, by groups and the groups above them, and what those include.</summary>
    public IReadOnlySet<string> EffectiveRoles(UserState user) => ExpandRoles(DirectRoles(user));

    /// <summary>Whether the user holds one of the roles, directly or by what includes them. It costs nothing that the user, as an
    /// administrator of thousands of realms, holds a hundred thousand others.</summary>
    public bool HoldsAny(UserState user, IEnumerable<string> roleIds) => HeldAmong(user, roleIds).Any();

    /// <summary>Those of the roles that the user holds, directly or by what includes them.</summary>
    public IEnumerable<string> HeldAmong(UserState user, IEnumerable<string> roleIds)
    {
        var direct = DirectRoles(user);
        if (_rolesById.Count < ManyRoles)
        {
            var held = ExpandRoles(direct);
            return roleIds.Where(held.Contains);
        }

        // From each role upwards: few roles are included by many.
        return roleIds.Where(id =>
        {
            Reached([id], _inclusions.Including, out var found, direct.Contains);
            return found;
        });
    }

    /// <summary>The realm after the changes.</summary>
    /// <param name="changes">All that changed since this snapshot's version.</param>
    /// <param name="readKeys">Opens the keys of a realm whose keys have changed.</param>
    public RealmSnapshot With(RealmDifference changes, Func<RealmState, RealmKeys> readKeys)
    {
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(readKeys);
        return new(this, changes, changes.Realm is { } realm && !realm.Keys.SequenceEqual(Settings.Keys) ? readKeys(realm) : Keys);
    }

    /// <summary>When the latest read began that found this to be what is stored: a timestamp of the monotonic clock; 0 before the first.</summary>
    internal long Confirmed => Volatile.Read(ref _confirmed);

    /// <summary>Notes that a read which began then found this to be what is stored.</summary>
    internal RealmSnapshot Confirm(long since)
    {
        // Of two at once the later one may be lost: it costs a question.
        if (since > Confirmed)
        {
            Volatile.Write(ref _confirmed, since);
        }

        return this;
    }

    /// <summary>Notes that somebody asks for the realm.</summary>
    internal RealmSnapshot Use()
    {
        // Written seldom: every request comes here.
        if (!_used)
        {
            _used = true;
        }

        return this;
    }

    /// <summary>How long nobody has asked for it, as far as it was noticed: to be called now and then.</summary>
    internal TimeSpan IdleFor(TimeProvider time)
    {
        var now = time.GetTimestamp();
        if (_used || _idleSince == 0)
        {
            (_used, _idleSince) = (false, now);
        }

        return time.GetElapsedTime(_idleSince, now);
    }

    /// <summary>How many records there are.</summary>
    internal int Count => _clientsById.Count + _scopesById.Count + _rolesById.Count + _groupsById.Count;

    // Given directly, by groups and the groups above them.
    private HashSet<string> DirectRoles(UserState user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var direct = new HashSet<string>(user.RoleIds, StringComparer.Ordinal);
        foreach (var groupId in user.GroupIds)
        {
            var seen = 0;
            for (var group = FindGroupById(groupId); group is not null && seen <= _groupsById.Count; seen++)
            {
                direct.UnionWith(group.RoleIds);
                group = group.ParentId is null ? null : FindGroupById(group.ParentId);
            }
        }

        return direct;
    }

    // Everything that can be reached from the roles, themselves included; ends early where something is found.
    private HashSet<string> Reached(
        IEnumerable<string> roleIds, Func<RoleState, IEnumerable<string>> next, out bool found, Predicate<string>? wanted = null)
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>(roleIds);
        while (pending.TryPop(out var id))
        {
            if (_rolesById.Find(id) is { } role && all.Add(id))
            {
                if (wanted?.Invoke(id) is true)
                {
                    found = true;
                    return all;
                }

                foreach (var other in next(role))
                {
                    pending.Push(other);
                }
            }
        }

        found = false;
        return all;
    }

    private static (T? Before, T? After) Come<T>(T record)
        where T : class => (null, record);

    private static List<(T? Before, T? After)> Changed<T>(SharedMap<T> map, IReadOnlyDictionary<string, T?> changes)
        where T : class =>
        [.. changes.Select(change => (Before: map.Find(change.Key), After: change.Value)).Where(change => change.Before is not null || change.After is not null)];
}
