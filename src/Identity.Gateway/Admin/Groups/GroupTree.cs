using Identity.Grains.Groups;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Groups;

/// <summary>The groups of a realm as trees, siblings in ordinal order of their names.</summary>
internal sealed class GroupTree
{
    /// <summary>How deep groups may be nested.</summary>
    public const int MaxDepth = 50;

    private readonly RealmSnapshot _realm;
    private readonly ILookup<string, GroupState> _children;

    /// <summary>Of this realm.</summary>
    public GroupTree(RealmSnapshot realm)
    {
        _realm = realm;
        _children = realm.Groups.OrderBy(group => group.Name, StringComparer.Ordinal).ToLookup(group => group.ParentId ?? string.Empty, StringComparer.Ordinal);
    }

    /// <summary>The groups directly below, or at the top for null.</summary>
    public IEnumerable<GroupState> Below(string? parentId) => _children[parentId ?? string.Empty];

    /// <summary>How many groups are directly below.</summary>
    public int CountBelow(string id) => _children[id].Count();

    /// <summary>The group and the groups above it, upwards.</summary>
    public IEnumerable<GroupState> Upwards(GroupState group)
    {
        var seen = 0;
        for (GroupState? next = group; next is not null && seen++ <= MaxDepth * 2; next = next.ParentId is null ? null : _realm.FindGroupById(next.ParentId))
        {
            yield return next;
        }
    }

    /// <summary>The group and everything below it, each before what is below it.</summary>
    public IReadOnlyList<GroupState> Downwards(GroupState group)
    {
        var all = new List<GroupState> { group };
        var known = new HashSet<string>(StringComparer.Ordinal) { group.Id };
        for (var at = 0; at < all.Count; at++)
        {
            all.AddRange(Below(all[at].Id).Where(child => known.Add(child.Id)));
        }

        return all;
    }

    /// <summary>How many levels there are from the top to the group, itself included; 0 for null.</summary>
    public int Depth(GroupState? group) => group is null ? 0 : Upwards(group).Count();

    /// <summary>How many levels the group and what is below it take.</summary>
    public int Height(GroupState group)
    {
        var levels = 0;
        for (IReadOnlyList<GroupState> level = [group]; level.Count > 0 && levels <= MaxDepth; levels++)
        {
            level = [.. level.SelectMany(parent => Below(parent.Id))];
        }

        return levels;
    }

    /// <summary>The group at a path. Names may hold slashes: of several ways to read the path the first that leads to a group counts.</summary>
    public GroupState? Find(ReadOnlySpan<string> names, string? parentId = null)
    {
        for (var taken = 1; taken <= names.Length; taken++)
        {
            var name = string.Join('/', names[..taken]!);
            var found = Below(parentId).FirstOrDefault(group => group.Name == name);
            if (found is not null && (taken == names.Length ? found : Find(names[taken..], found.Id)) is { } group)
            {
                return group;
            }
        }

        return null;
    }
}
