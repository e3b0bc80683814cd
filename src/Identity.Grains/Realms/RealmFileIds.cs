using Identity.Grains.Roles;
using Identity.Grains.Storage;

namespace Identity.Grains.Realms;

/// <summary>The ids of what a realm file names. What has no id in the file gets the same one each time, so that an import can be repeated.</summary>
internal sealed class RealmFileIds(string realmId)
{
    private readonly Dictionary<string, string> _clients = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _scopes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<(string? ClientId, string Name), string> _roles = [];
    private readonly HashSet<(string Kind, string Id)> _seen = [];

    /// <summary>Roles that are named by users or groups but not listed; Keycloak creates them too.</summary>
    public List<RoleState> ImpliedRoles { get; } = [];

    public string AddClient(FileNode client) => Add(_clients, "client", client, "clientId");

    public string AddScope(FileNode scope) => Add(_scopes, "client-scope", scope, "name");

    public string AddRole(FileNode role, string? clientId)
    {
        var name = role.Required("name");
        return _roles.ContainsKey((clientId, name))
            ? throw role.Error("name", $"there are two roles named {name}.")
            : _roles[(clientId, name)] = NewId(role, "role", $"{clientId}/{name}");
    }

    public string AddGroup(FileNode group, string path) =>
        _groups.ContainsKey(path)
            ? throw group.Error("name", $"there are two groups {path}.")
            : _groups[path] = NewId(group, "group", path);

    public string AddUser(FileNode user, string username) => NewId(user, "user", username);

    public string? FindClient(string clientId) => _clients.GetValueOrDefault(clientId);

    public string Client(FileNode at, string field, string clientId) =>
        FindClient(clientId) ?? throw at.Error(field, $"there is no client {clientId}.");

    public string? FindScope(string name) => _scopes.GetValueOrDefault(name);

    public string Scope(FileNode at, string field, string name) =>
        FindScope(name) ?? throw at.Error(field, $"there is no client scope {name}.");

    public string Group(FileNode at, string field, string path) =>
        _groups.GetValueOrDefault(path.StartsWith('/') ? path : "/" + path) ?? throw at.Error(field, $"there is no group {path}.");

    public string? FindRole(string? clientId, string name) => _roles.GetValueOrDefault((clientId, name));

    public string Role(FileNode at, string field, string? clientId, string name) =>
        FindRole(clientId, name) ?? throw at.Error(field, clientId is null ? $"there is no realm role {name}." : $"client {clientId} has no role {name}.");

    /// <summary>The role of that name, added when there is none.</summary>
    public string RoleOrImplied(FileNode at, string field, string? clientId, string name)
    {
        if (FindRole(clientId, name) is { } known)
        {
            return known;
        }

        var id = Unused("role", $"{clientId}/{name}");
        _roles[(clientId, name)] = id;
        ImpliedRoles.Add(new RoleState { Id = id, Name = name, ClientId = clientId is null ? null : Client(at, field, clientId) });
        return id;
    }

    /// <summary>The roles that a user or group names.</summary>
    public List<string> Mappings(FileNode holder)
    {
        var ids = holder.Texts("realmRoles").Select(name => RoleOrImplied(holder, "realmRoles", null, name)).ToList();
        foreach (var (clientId, names) in holder.TextLists("clientRoles"))
        {
            ids.AddRange(names.Select(name => RoleOrImplied(holder, "clientRoles", clientId, name)));
        }

        return [.. ids.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The id that something in the file has; null for none. Refused where it can be none.</summary>
    public static string? Given(FileNode node, string field = "id") => node.Text(field) switch
    {
        null or "" => null,
        var id when RecordId.IsChoosable(id) => id,
        _ => throw node.Error(field, $"this is no id: {RecordId.Complaint}."),
    };

    /// <summary>An id for what has none: the same for the same name in the same realm.</summary>
    public string Derive(string kind, string name) => DerivedId.Of(realmId, kind, name);

    private string Add(Dictionary<string, string> ids, string kind, FileNode node, string nameField)
    {
        var name = node.Required(nameField);
        return ids.ContainsKey(name) ? throw node.Error(nameField, $"{name} is there twice.") : ids[name] = NewId(node, kind, name);
    }

    private string NewId(FileNode node, string kind, string name)
    {
        if (Given(node) is not { } id)
        {
            return Unused(kind, name);
        }

        return _seen.Add((kind, id)) ? id : throw node.Error("id", $"the id {id} is there twice.");
    }

    // Names may hold the slash that joins them here: two that look alike get different ids all the same.
    private string Unused(string kind, string name)
    {
        var id = Derive(kind, name);
        for (var more = 2; !_seen.Add((kind, id)); more++)
        {
            id = Derive(kind, $"{name}\n{more}");
        }

        return id;
    }
}
