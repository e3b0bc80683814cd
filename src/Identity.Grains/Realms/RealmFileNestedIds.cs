using System.Text.Json.Nodes;

namespace Identity.Grains.Realms;

/// <summary>Checks the ids of what lies within the realm's own record: flows, their steps and settings, components, and what is only kept.</summary>
internal static class RealmFileNestedIds
{
    private static readonly string[] s_lists =
    [
        "authenticationFlows", "authenticatorConfig", "requiredActions", "identityProviders", "identityProviderMappers", "userFederationProviders",
        "userFederationMappers", "federatedUsers", "organizations", "protocolMappers", "workflows",
    ];

    /// <summary>Throws <see cref="RealmFileException"/> where an id can be none, or where two flows, settings or components of one kind share one.</summary>
    public static void Check(FileNode realm)
    {
        foreach (var name in s_lists)
        {
            CheckAll(Objects(realm, name), []);
        }

        foreach (var flow in Objects(realm, "authenticationFlows"))
        {
            CheckAll(Objects(flow, "authenticationExecutions"), []);
        }

        if (realm.Object("components") is { } components)
        {
            CheckComponents(components, []);
        }
    }

    private static void CheckComponents(FileNode types, HashSet<string> seen)
    {
        foreach (var (type, _) in types.Json)
        {
            var list = types.Objects(type);
            CheckAll(list, seen);
            foreach (var below in list.Select(component => component.Object("subComponents")).OfType<FileNode>())
            {
                CheckComponents(below, seen);
            }
        }
    }

    private static void CheckAll(IEnumerable<FileNode> nodes, HashSet<string> seen)
    {
        foreach (var node in nodes)
        {
            if (RealmFileIds.Given(node) is { } id && !seen.Add(id))
            {
                throw node.Error("id", $"the id {id} is there twice.");
            }
        }
    }

    // What is of another kind is somebody else's to refuse.
    private static IReadOnlyList<FileNode> Objects(FileNode parent, string name) =>
        parent.Json[name] is JsonArray list && list.All(item => item is JsonObject) ? parent.Objects(name) : [];
}
