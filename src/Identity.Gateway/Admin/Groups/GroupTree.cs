using Identity.Grains.Groups;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Groups;

/// <summary>The groups of a realm as trees, siblings in ordinal order of their names.</summary>
internal sealed class GroupTree(RealmSnapshot realm)
{
    /// <summary>How deep groups may be nested.</summary>
    public const int MaxDepth = 50;

    /// <summary>The group and the groups above it, upwards.</summary>
    public IEnumerable<GroupState> Upwards(GroupState group)
    {
        var seen = 0;
        for (GroupState? next = group; next is not null && seen++ <= MaxDepth * 2; next = next.ParentId is null ? null : realm.FindGroupById(next.ParentId))
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
            all.AddRange(realm.GroupsBelow(all[at].Id).Where(child => known.Add(child.Id)));
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
            level = [.. level.SelectMany(parent => realm.GroupsBelow(parent.Id))];
        }

        return levels;
    }

    /// <summary>The group at a path. Names may hold slashes: of several ways to read the path the first that leads to a group counts.</summary>
    public GroupState? Find(ReadOnlySpan<string> names, string? parentId = null)
    {
        for (var taken = 1; taken <= names.Length; taken++)
        {
            var name = string.Join('/', names[..taken]!);
            if (realm.FindGroup(parentId, name) is { } found && (taken == names.Length ? found : Find(names[taken..], found.Id)) is { } group)
            {
                return group;
            }
        }

        return null;
    }
}
