using Identity.Gateway.Admin.Records;
using Identity.Grains.Events;
using Identity.Grains.Groups;
using Identity.Grains.Realms;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Groups;

/// <summary>Removes groups with everything below them.</summary>
/// <remarks>From the leaves upwards, the group itself, with the event, last: a removal that is interrupted leaves whole trees, and is
/// finished by asking again. From then on nobody is a member, because an id without a record counts for nothing.</remarks>
internal sealed class GroupRemoval(AdminRecords records, RealmSnapshots realms)
{
    /// <summary>Removes the group.</summary>
    public async Task<WriteResult> RemoveAsync(string realmId, GroupState group, AdminEvent? reported)
    {
        if (await realms.FreshByIdAsync(realmId, CancellationToken.None) is not { } realm)
        {
            return WriteResult.NotFound.Instance;
        }

        var all = new GroupTree(realm).Downwards(group);
        foreach (var below in all.Skip(1).Reverse())
        {
            await records.DeleteAsync<IGroupGrain, GroupState>(realmId, below.Id, reported: null);
        }

        var result = await records.DeleteAsync<IGroupGrain, GroupState>(realmId, group.Id, reported);
        await ForgetAsync(realmId, all.Select(removed => removed.Id).ToHashSet(StringComparer.Ordinal));
        return result;
    }

    // Also what has been put below the groups while they were being removed.
    private async Task ForgetAsync(string realmId, HashSet<string> gone)
    {
        if (await realms.FreshByIdAsync(realmId, CancellationToken.None) is not { } realm)
        {
            return;
        }

        foreach (var late in realm.Groups.Where(group => group.ParentId is not null && gone.Contains(group.ParentId)).ToList())
        {
            await RemoveAsync(realmId, late, reported: null);
        }

        if (realm.Settings.DefaultGroupIds.Any(gone.Contains))
        {
            await records.ChangeAsync<IRealmGrain, RealmState>(
                realmId, realmId, settings => settings with { DefaultGroupIds = [.. settings.DefaultGroupIds.Where(id => !gone.Contains(id))] }, reported: null);
        }
    }
}
