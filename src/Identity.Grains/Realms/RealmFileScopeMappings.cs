namespace Identity.Grains.Realms;

/// <summary>The roles that clients and client scopes let into tokens.</summary>
internal sealed class RealmFileScopeMappings
{
    private readonly Dictionary<string, List<string>> _byClient = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _byScope = new(StringComparer.Ordinal);

    public RealmFileScopeMappings(FileNode file, RealmFileIds ids)
    {
        foreach (var mapping in file.Objects("scopeMappings"))
        {
            Add(mapping, mapping.Texts("roles").Select(name => ids.Role(mapping, "roles", null, name)), ids);
        }

        if (file.Object("clientScopeMappings") is { } byClient)
        {
            foreach (var (clientId, _) in byClient.Json)
            {
                foreach (var mapping in byClient.Objects(clientId))
                {
                    Add(mapping, mapping.Texts("roles").Select(name => ids.Role(mapping, "roles", clientId, name)), ids);
                }
            }
        }
    }

    public IReadOnlyList<string> OfClient(string clientId) => _byClient.GetValueOrDefault(clientId, []);

    public IReadOnlyList<string> OfScope(string name) => _byScope.GetValueOrDefault(name, []);

    private void Add(FileNode mapping, IEnumerable<string> roleIds, RealmFileIds ids)
    {
        if (mapping.Text("client") is { } clientId)
        {
            ids.Client(mapping, "client", clientId);
            Add(_byClient, clientId, roleIds);
        }
        else if (mapping.Text("clientScope") is { } scope)
        {
            ids.Scope(mapping, "clientScope", scope);
            Add(_byScope, scope, roleIds);
        }
    }

    private static void Add(Dictionary<string, List<string>> mappings, string name, IEnumerable<string> roleIds)
    {
        if (!mappings.TryGetValue(name, out var known))
        {
            mappings[name] = known = [];
        }

        known.AddRange(roleIds.Where(id => !known.Contains(id)));
    }
}
