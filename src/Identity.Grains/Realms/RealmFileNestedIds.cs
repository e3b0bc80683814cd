using System.Text.Json;
using System.Text.Json.Nodes;

namespace Identity.Grains.Realms;

/// <summary>Checks the ids of whatever a realm file holds, also of what is only kept, wherever it lies: none that could be read two ways is stored.</summary>
internal static class RealmFileNestedIds
{
    private static readonly string[] s_lists =
    [
        "authenticationFlows", "authenticatorConfig", "requiredActions", "identityProviders", "identityProviderMappers", "userFederationProviders",
        "userFederationMappers", "federatedUsers", "organizations", "protocolMappers", "workflows",
    ];

    private static readonly string[] s_ids = ["id", "_id", "internalId", "parentId", "containerId"];

    // Kept by name, and named in addresses and links.
    private static readonly string[] s_named = ["identityProviders", "organizations"];

    // Maps of settings and texts: what they hold is no record.
    private static readonly string[] s_maps = ["config", "attributes", "localizationTexts", "browserSecurityHeaders", "smtpServer", "socialProviders", "configuration"];

    /// <summary>Throws <see cref="RealmFileException"/> where an id can be none, or where two flows, settings or components of one kind share one.</summary>
    public static void Check(FileNode realm)
    {
        Walk(realm.Json, string.Empty);
        foreach (var node in s_named.SelectMany(name => Objects(realm, name)))
        {
            RealmFileIds.Given(node, "alias");
        }

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

    private static void Walk(JsonNode? node, string path)
    {
        switch (node)
        {
            case JsonObject item:
                var here = new FileNode(item, path);
                foreach (var name in s_ids.Where(name => item[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String))
                {
                    RealmFileIds.Given(here, name);
                }

                foreach (var (name, value) in item.Where(field => field.Value is not JsonValue && !s_maps.Contains(field.Key)))
                {
                    Walk(value, path.Length == 0 ? name : $"{path}.{name}");
                }

                break;
            case JsonArray items:
                for (var place = 0; place < items.Count; place++)
                {
                    Walk(items[place], $"{path}[{place}]");
                }

                break;
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
