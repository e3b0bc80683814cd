using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Groups;
using Identity.Gateway.Admin.Records;
using Identity.Grains.Groups;
using Identity.Grains.Roles;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Realms.Import;

/// <summary>The groups of a partial import with those below them, by the rules for a single group.</summary>
internal sealed class ImportedGroups(AdminRecords records)
{
    private const int MaxNameLength = 255;

    /// <summary>Adds them to the plan.</summary>
    public async Task AddAsync(ImportPlan plan)
    {
        var tops = new Dictionary<string, string>(StringComparer.Ordinal);
        var tree = new GroupTree(plan.After);
        foreach (var group in plan.File.Groups)
        {
            var top = tops[group.Id] = group.ParentId is null ? group.Name : tops[group.ParentId];
            if (plan.Merge.Holds(ImportKinds.Group, top) && !plan.Merge.Stays(group.Id))
            {
                await AddAsync(plan, tree, group);
            }
        }
    }

    private async Task AddAsync(ImportPlan plan, GroupTree tree, GroupState group)
    {
        var call = plan.Call;
        call.Demand(AdminPermission.ManageUsers);
        if (group.Name.Length > MaxNameLength)
        {
            throw AdminRefusalException.Invalid("Group name is too long");
        }

        if (tree.Depth(group) > GroupTree.MaxDepth)
        {
            throw AdminRefusalException.Invalid($"Groups can be nested {GroupTree.MaxDepth} levels deep");
        }

        var before = plan.Merge.Replaces(group.Id)
            ? await records.StoredAsync<GroupState>(call.Realm.Id, group.Id) ?? throw AdminRefusalException.NotFound(GroupRecords.Missing)
            : null;
        var changed = Changes.Of(before?.State.RoleIds, group.RoleIds).Select(plan.After.FindRoleById).OfType<RoleState>();
        if (!changed.All(role => RoleGrants.MayMap(call, plan.After, role)))
        {
            throw new AdminRefusalException(AdminResult.Forbidden);
        }

        plan.Write(StateNames.Group, group.Id, before, group);
        if (group.ParentId is null)
        {
            plan.Tell(ImportKinds.Group, group.Name, group.Id);
        }
    }
}
