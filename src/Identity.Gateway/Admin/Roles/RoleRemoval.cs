using Identity.Gateway.Admin.Records;
using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Events;
using Identity.Grains.Groups;
using Identity.Grains.Realms;
using Identity.Grains.Roles;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Roles;

/// <summary>Removes roles and what refers to them.</summary>
/// <remarks>The record goes first: from then on nobody holds the role, because an id without a record counts for nothing. What is left of
/// it in other records is tidied up afterwards; should that be interrupted, it does no harm.</remarks>
internal sealed class RoleRemoval(AdminRecords records, RealmSnapshots realms)
{
    private const int MaxParallelWrites = 8;

    /// <summary>Removes one role, with its event in the same commit.</summary>
    public async Task<WriteResult> RemoveAsync(string realmId, RoleState role, AdminEvent? reported)
    {
        var result = await records.DeleteAsync<IRoleGrain, RoleState>(realmId, role.Id, reported);
        if (result is WriteResult.Saved)
        {
            await ForgetAsync(realmId, [role.Id]);
        }

        return result;
    }

    /// <summary>Takes roles that are gone out of composites, groups and scope mappings.</summary>
    public async Task ForgetAsync(string realmId, IReadOnlyCollection<string> roleIds)
    {
        if (await realms.FreshByIdAsync(realmId, CancellationToken.None) is not { } realm)
        {
            return;
        }

        var gone = roleIds.ToHashSet(StringComparer.Ordinal);
        await EachAsync(realm.Roles.Where(role => role.CompositeIds.Any(gone.Contains) || role.PartOfIds.Any(gone.Contains)).Select(role => role.Id), id =>
            records.ChangeAsync<IRoleGrain, RoleState>(
                realmId,
                id,
                role => role with { CompositeIds = Without(role.CompositeIds, gone), PartOfIds = Without(role.PartOfIds, gone) },
                reported: null));
        await EachAsync(realm.Groups.Where(group => group.RoleIds.Any(gone.Contains)).Select(group => group.Id), id =>
            records.ChangeAsync<IGroupGrain, GroupState>(realmId, id, group => group with { RoleIds = Without(group.RoleIds, gone) }, reported: null));
        await EachAsync(realm.Clients.Where(client => client.ScopeRoleIds.Any(gone.Contains)).Select(client => client.Id), id =>
            records.ChangeAsync<IClientGrain, ClientState>(realmId, id, client => client with { ScopeRoleIds = Without(client.ScopeRoleIds, gone) }, reported: null));
        await EachAsync(realm.ClientScopes.Where(scope => scope.ScopeRoleIds.Any(gone.Contains)).Select(scope => scope.Id), id =>
            records.ChangeAsync<IClientScopeGrain, ClientScopeState>(realmId, id, scope => scope with { ScopeRoleIds = Without(scope.ScopeRoleIds, gone) }, reported: null));
    }

    private static IReadOnlyList<string> Without(IReadOnlyList<string> ids, HashSet<string> gone) => [.. ids.Where(id => !gone.Contains(id))];

    private static Task EachAsync(IEnumerable<string> ids, Func<string, Task<WriteResult>> change) =>
        Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = MaxParallelWrites }, async (id, _) => await change(id));
}
