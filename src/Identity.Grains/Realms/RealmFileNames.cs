namespace Identity.Grains.Realms;

/// <summary>The names of what ids stand for; null for what is gone.</summary>
internal sealed class RealmFileNames(RealmRecords records)
{
    private readonly Dictionary<string, string> _scopes = records.ClientScopes.ToDictionary(scope => scope.Id, scope => scope.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, string> _clients = records.Clients.ToDictionary(client => client.Id, client => client.ClientId, StringComparer.Ordinal);
    private readonly Dictionary<string, Roles.RoleState> _roles = records.Roles.ToDictionary(role => role.Id, StringComparer.Ordinal);
    private readonly Dictionary<string, Groups.GroupState> _groups = records.Groups.ToDictionary(group => group.Id, StringComparer.Ordinal);

    public string? Scope(string id) => _scopes.GetValueOrDefault(id);

    public string? Client(string id) => _clients.GetValueOrDefault(id);

    /// <summary>The role and the client_id that it belongs to.</summary>
    public (string? ClientId, string Name)? Role(string id) =>
        !_roles.TryGetValue(id, out var role) ? null
        : role.ClientId is null ? (null, role.Name)
        : Client(role.ClientId) is { } clientId ? (clientId, role.Name)
        : null;

    public string? GroupPath(string id)
    {
        var path = string.Empty;
        var steps = 0;
        for (var group = _groups.GetValueOrDefault(id); group is not null && steps++ <= _groups.Count; group = _groups.GetValueOrDefault(group.ParentId!))
        {
            path = $"/{group.Name}{path}";
            if (group.ParentId is null)
            {
                return path;
            }
        }

        return null;
    }
}
