using Identity.Gateway.Admin.Records;
using Identity.Grains.Events;
using Identity.Grains.Groups;
using Identity.Grains.Realms;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Groups;

/// <summary>Removes groups with everything below them.</summary>
/// <remarks>In one commit with the event: the whole tree is gone and told of, or none of it. When it returns nobody is a member, because an id
/// without a record counts for nothing; what is left of the ids in other records is taken out in the background
/// (<see cref="Grains.Operations.OperationKinds.ForgetGroup"/>).</remarks>
internal sealed class GroupRemoval(AdminRecords records, RealmSnapshots realms)
{
    private const int MaxParallelReads = 8;

    /// <summary>Removes the group.</summary>
    public Task<WriteResult> RemoveAsync(RealmSnapshot realm, GroupState group, AdminEvent? reported)
    {
        var seen = realm;
        return records.ChangeTogetherAsync(
            async () =>
            {
                var planned = await PlanAsync(seen, group);
                // Only asked for again when somebody was faster, perhaps with another group below.
                seen = await realms.FreshByIdAsync(realm.Id, CancellationToken.None) ?? seen;
                return planned;
            },
            reported);
    }

    private async Task<IReadOnlyList<RecordWrite>?> PlanAsync(RealmSnapshot realm, GroupState group)
    {
        var tree = new GroupTree(realm).Downwards(group);
        var planned = new RecordWrite?[tree.Count];
        await Parallel.ForAsync(0, tree.Count, new ParallelOptions { MaxDegreeOfParallelism = MaxParallelReads }, async (at, _) =>
        {
            var id = tree[at].Id;
            planned[at] = await records.StoredAsync<GroupState>(realm.Id, id) is { } stored
                ? RecordWrite.Removal(StateNames.Group, realm.Id, id, stored.ETag)
                : null;
        });
        return planned[0] is null ? null : [.. planned.OfType<RecordWrite>()];
    }
}
