using Identity.Grains.Roles;
using Identity.Grains.Storage;

namespace Identity.Grains.Realms;

/// <summary>Reads the roles of a realm file and what they include.</summary>
internal sealed class RealmFileRoles(FileNode file, RealmFileIds ids)
{
    private static readonly IReadOnlySet<string> NotCopied = new HashSet<string>(StringComparer.Ordinal)
        { "id", "schema", "clientId", "compositeIds", "partOfIds", "composite", "composites", "clientRole", "containerId", "attributes" };

    public IReadOnlyList<RoleState> Read()
    {
        var roles = file.Object("roles");
        var found = new List<(FileNode Node, string Id, string? ClientId)>();
        foreach (var node in roles?.Objects("realm") ?? [])
        {
            found.Add((node, ids.AddRole(node, clientId: null), null));
        }

        foreach (var (clientId, _) in roles?.Object("client")?.Json ?? [])
        {
            var clients = roles!.Value.Object("client")!.Value;
            foreach (var node in clients.Objects(clientId))
            {
                found.Add((node, ids.AddRole(node, clientId), ids.Client(clients, clientId, clientId)));
            }
        }

        return [.. found.Select(role => Role(role.Node, role.Id, role.ClientId))];
    }

    /// <summary>The role that every new user gets, by its name in the file.</summary>
    public string? DefaultRoleId(string realmName)
    {
        var name = file.Object("defaultRole")?.Required("name") ?? $"default-roles-{realmName}";
        return ids.FindRole(clientId: null, name);
    }

    private RoleState Role(FileNode node, string id, string? clientId)
    {
        var state = node.Read(new RoleState { Id = id, Name = node.Required("name") }, StateJsonContext.Default.RoleState, NotCopied);
        return state with { ClientId = clientId, CompositeIds = Composites(node), Attributes = RealmFileUsers.Attributes(node) };
    }

    private List<string> Composites(FileNode role)
    {
        if (role.Object("composites") is not { } composites)
        {
            return [];
        }

        var included = composites.Texts("realm").Select(name => ids.Role(composites, "realm", null, name)).ToList();
        foreach (var (clientId, names) in composites.TextLists("client"))
        {
            included.AddRange(names.Select(name => ids.Role(composites, "client", clientId, name)));
        }

        return included;
    }
}
