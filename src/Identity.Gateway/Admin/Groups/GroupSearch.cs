using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Records;
using Identity.Grains.Groups;

namespace Identity.Gateway.Admin.Groups;

/// <summary>The list of groups that a query asks for.</summary>
internal static class GroupSearch
{
    /// <summary>The list: found groups within the groups above them, or by themselves.</summary>
    public static JsonArray List(AdminCall call)
    {
        // Who may only query groups may look for those that he was given rights for; nobody is given such rights here.
        if (!call.May(AdminPermission.ViewUsers))
        {
            return [];
        }

        var found = call.Query.Page().Of(Find(call));
        var parts = Parts(call, briefByDefault: true);
        return call.Query.Flag("populateHierarchy") ?? true
            ? Hierarchy(found, new GroupTree(call.Realm), group => GroupRepresentation.Write(call, group, parts))
            : new JsonArray([.. found.Select(group => GroupRepresentation.Write(call, group, parts))]);
    }

    /// <summary>How many groups there are: all, those at the top, or those whose names hold a text.</summary>
    public static int Count(AdminCall call) =>
        call.Query.Text("search") is { } search ? call.Realm.Groups.Count(group => Holds(group, search.Trim()))
        : UnreadableEntries.Groups(call.Realm).Count() + (call.Query.Flag("top") is true ? call.Realm.GroupsBelow(null).Count : call.Realm.Groups.Count);

    /// <summary>The page of the groups directly below one.</summary>
    public static JsonArray Below(AdminCall call, GroupState group)
    {
        const int defaultMax = 10;
        var search = call.Query.Text("search")?.Trim();
        var exact = call.Query.Flag("exact") is true;
        var parts = Parts(call, briefByDefault: false);
        var found = call.Realm.GroupsBelow(group.Id).Where(child => search is null || (exact ? child.Name == search : Holds(child, search)));
        return new JsonArray([.. call.Query.Page(defaultMax).Of(found).Select(child => GroupRepresentation.Write(call, child, parts))]);
    }

    private static GroupParts Parts(AdminCall call, bool briefByDefault) =>
        GroupParts.Access
        | (call.Query.Flag("subGroupsCount") ?? true ? GroupParts.Count : GroupParts.None)
        | (call.Query.Flag("briefRepresentation") ?? briefByDefault ? GroupParts.None : GroupParts.Details);

    private static IEnumerable<GroupState> Find(AdminCall call)
    {
        var sorted = call.Realm.Groups.OrderBy(group => group.Name, StringComparer.Ordinal).ThenBy(group => group.Id, StringComparer.Ordinal);
        if (call.Query.Has("q"))
        {
            var attributes = call.Query.Attributes();
            return sorted.Where(group => attributes.All(wanted => group.Attributes.TryGetValue(wanted.Key, out var values) && values.Contains(wanted.Value)));
        }

        return call.Query.Text("search")?.Trim() is { Length: > 0 } search
            ? sorted.Where(group => call.Query.Flag("exact") is true ? group.Name == search : Holds(group, search))
            : call.Realm.GroupsBelow(null).Concat(UnreadableEntries.Groups(call.Realm));
    }

    private static bool Holds(GroupState group, string search) => group.Name.Contains(search, StringComparison.OrdinalIgnoreCase);

    // Each found group once, below the groups above it, which are there only to lead to it.
    private static JsonArray Hierarchy(IEnumerable<GroupState> found, GroupTree tree, Func<GroupState, JsonObject> write)
    {
        var tops = new SortedList<string, JsonObject>(StringComparer.Ordinal);
        var written = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var group in found)
        {
            JsonObject? below = null;
            foreach (var next in tree.Upwards(group))
            {
                var known = written.TryGetValue(next.Id, out var node);
                node ??= write(next);
                if (below is not null)
                {
                    ((JsonArray)node["subGroups"]!).Add((JsonNode)below);
                }

                if (known)
                {
                    break;
                }

                written.Add(next.Id, node);
                if (next.ParentId is null)
                {
                    tops.Add(next.Name, node);
                }

                below = node;
            }
        }

        return new JsonArray([.. tops.Values]);
    }
}
