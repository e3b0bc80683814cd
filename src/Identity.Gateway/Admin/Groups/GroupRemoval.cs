using Identity.Gateway.Admin.Records;
using Identity.Grains.Events;
using Identity.Grains.Groups;
using Identity.Grains.Realms;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Groups;

/// <summary>Removes groups with everything below them.</summary>
/// <remarks>From the leaves upwards, the group itself, with the event, last: a removal that is interrupted leaves whole trees, and is
/// finished by asking again. When it returns nobody is a member, because an id without a record counts for nothing; what is left of the
/// ids in other records is taken out in the background (<see cref="Grains.Operations.OperationKinds.ForgetGroup"/>).</remarks>
internal sealed class GroupRemoval(AdminRecords records)
{
    private const int MaxParallelWrites = 8;

    /// <summary>Removes the group.</summary>
    public async Task<WriteResult> RemoveAsync(RealmSnapshot realm, GroupState group, AdminEvent? reported)
    {
        var tree = new GroupTree(realm);
        var levels = tree.Downwards(group).Skip(1).GroupBy(tree.Depth).OrderByDescending(level => level.Key);
        foreach (var level in levels)
        {
            await Parallel.ForEachAsync(level, new ParallelOptions { MaxDegreeOfParallelism = MaxParallelWrites }, async (below, _) =>
                await records.DeleteAsync<IGroupGrain, GroupState>(realm.Id, below.Id, reported: null));
        }

        return await records.DeleteAsync<IGroupGrain, GroupState>(realm.Id, group.Id, reported);
    }
}
