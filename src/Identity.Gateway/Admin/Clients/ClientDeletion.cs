using Identity.Gateway.Admin.Records;
using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Events;
using Identity.Grains.Groups;
using Identity.Grains.Realms;
using Identity.Grains.Roles;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Clients;

/// <summary>Removes a client with what is its own: roles, who and what refers to them, its service account. The client itself goes last,
/// so that a removal that was broken off can be repeated.</summary>
internal sealed class ClientDeletion(AdminRecords records, ServiceAccountUsers serviceAccounts)
{
    /// <summary>Removes it. Its event is stored with the last step.</summary>
    public async Task<WriteResult> DeleteAsync(RealmSnapshot realm, ClientState client, AdminEvent? reported)
    {
        var roles = realm.Roles.Where(role => role.ClientId == client.Id).Select(role => role.Id).ToHashSet(StringComparer.Ordinal);
        if (roles.Count > 0)
        {
            await ForgetAsync(realm, client, roles);
            foreach (var role in roles)
            {
                await records.DeleteAsync<IRoleGrain, RoleState>(realm.Id, role, reported: null);
            }
        }

        await serviceAccounts.RemoveAsync(realm, client);
        return await records.DeleteAsync<IClientGrain, ClientState>(realm.Id, client.Id, reported);
    }

    private async Task ForgetAsync(RealmSnapshot realm, ClientState client, HashSet<string> roles)
    {
        foreach (var other in realm.Clients.Where(other => other.Id != client.Id && roles.Overlaps(other.ScopeRoleIds)))
        {
            await records.ChangeAsync<IClientGrain, ClientState>(
                realm.Id, other.Id, stored => stored with { ScopeRoleIds = Without(stored.ScopeRoleIds, roles) }, reported: null);
        }

        foreach (var scope in realm.ClientScopes.Where(scope => roles.Overlaps(scope.ScopeRoleIds)))
        {
            await records.ChangeAsync<IClientScopeGrain, ClientScopeState>(
                realm.Id, scope.Id, stored => stored with { ScopeRoleIds = Without(stored.ScopeRoleIds, roles) }, reported: null);
        }

        foreach (var role in realm.Roles.Where(role => !roles.Contains(role.Id) && roles.Overlaps(role.CompositeIds)))
        {
            await records.ChangeAsync<IRoleGrain, RoleState>(
                realm.Id, role.Id, stored => stored with { CompositeIds = Without(stored.CompositeIds, roles) }, reported: null);
        }

        foreach (var group in realm.Groups.Where(group => roles.Overlaps(group.RoleIds)))
        {
            await records.ChangeAsync<IGroupGrain, GroupState>(
                realm.Id, group.Id, stored => stored with { RoleIds = Without(stored.RoleIds, roles) }, reported: null);
        }
    }

    private static IReadOnlyList<string> Without(IReadOnlyList<string> ids, HashSet<string> removed) => [.. ids.Where(id => !removed.Contains(id))];
}
