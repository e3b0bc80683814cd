using Identity.Gateway.Admin.Records;
using Identity.Grains.Events;
using Identity.Grains.Groups;
using Identity.Grains.Realms;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Groups;

/// <summary>Puts groups, new ones and others, below a group or at the top.</summary>
internal sealed class GroupPlacement(AdminRecords records, RealmSnapshots realms)
{
    private const string Tangled = "A group cannot be moved below itself";

    /// <summary>Keycloak's words for a name that is taken.</summary>
    public static string SiblingTaken(string name) => $"Sibling group named '{name}' already exists.";

    /// <summary>Creates the group below the parent, or at the top.</summary>
    public async Task<AdminResult> CreateAsync(AdminCall call, GroupState group, GroupState? parent, AdminEvent? reported)
    {
        DemandRoom(new GroupTree(call.Realm), parent, levels: 1);
        if (await records.CreateAsync<IGroupGrain, GroupState>(call.Realm.Id, group.Id, group, reported) is WriteResult.Duplicate)
        {
            return AdminResult.Conflict(Taken(group.Name, parent));
        }

        if (parent is null)
        {
            return AdminResult.Created(group.Id);
        }

        // Somebody may have deleted the parent in the meantime: nothing stays below what is gone.
        if (await records.ReadAsync<GroupState>(call.Realm.Id, parent.Id, CancellationToken.None) is null)
        {
            await records.DeleteAsync<IGroupGrain, GroupState>(call.Realm.Id, group.Id, reported: null);
            return AdminResult.NotFound(GroupRecords.Missing);
        }

        var node = GroupRepresentation.Write(call, group, GroupParts.Details | GroupParts.Access);
        node["path"] = $"{call.Realm.GroupPath(parent.Id)}/{group.Name}";
        return AdminResult.Created(group.Id, "/groups", node);
    }

    /// <summary>Moves the group below the parent, or to the top. Its members lose the roles of the groups above it and get others: only an
    /// administrator who may give all of these away moves it.</summary>
    public async Task<AdminResult> MoveAsync(AdminCall call, GroupState group, GroupState? parent, AdminEvent? reported)
    {
        if (group.ParentId == parent?.Id || group.Id == parent?.Id)
        {
            return AdminResult.NoContent;
        }

        var tree = new GroupTree(call.Realm);
        if (group.ParentId is { } before && call.Realm.FindGroupById(before) is { } left)
        {
            GroupRecords.DemandRoles(call, tree, left);
        }

        if (parent is not null)
        {
            if (tree.Upwards(parent).Any(above => above.Id == group.Id))
            {
                throw AdminRefusalException.Invalid(Tangled);
            }

            GroupRecords.DemandRoles(call, tree, parent);
        }

        DemandRoom(tree, parent, tree.Height(group));
        var result = await records.ChangeAsync<IGroupGrain, GroupState>(call.Realm.Id, group.Id, stored => stored with { ParentId = parent?.Id }, reported);
        return result is WriteResult.Saved && parent is not null && await IsTangledAsync(call.Realm.Id, group.Id)
            ? await PutBackAsync(call, group)
            : result.Answer(AdminResult.NoContent, GroupRecords.Missing, Taken(group.Name, parent));
    }

    private static string Taken(string name, GroupState? parent) =>
        parent is null ? $"Top level group named '{name}' already exists." : SiblingTaken(name);

    private static void DemandRoom(GroupTree tree, GroupState? parent, int levels)
    {
        if (tree.Depth(parent) + levels > GroupTree.MaxDepth)
        {
            throw AdminRefusalException.Invalid($"Groups can be nested {GroupTree.MaxDepth} levels deep");
        }
    }

    // Two administrators may move two groups below each other at the same time: each sees then what both have made.
    private async Task<bool> IsTangledAsync(string realmId, string groupId)
    {
        var realm = await realms.FreshByIdAsync(realmId, CancellationToken.None);
        return realm?.FindGroupById(groupId) is { } moved && new GroupTree(realm).Upwards(moved).Skip(1).Any(above => above.Id == groupId);
    }

    private async Task<AdminResult> PutBackAsync(AdminCall call, GroupState group)
    {
        await records.ChangeAsync<IGroupGrain, GroupState>(call.Realm.Id, group.Id, stored => stored with { ParentId = group.ParentId }, reported: null);
        return AdminResult.Refuse(400, Tangled);
    }
}
