using Identity.Gateway.Admin.Records;
using Identity.Grains.Clients;
using Identity.Grains.Events;
using Identity.Grains.Realms;
using Identity.Grains.Roles;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Clients;

/// <summary>Removes a client with what is its own: its roles and its service account.</summary>
/// <remarks>The client goes first: from then on it is refused everywhere, and its removal begins the operation that takes it and its roles out of
/// everything. What would still be in the way of a client of the same name goes here already.</remarks>
internal sealed class ClientDeletion(AdminRecords records, ServiceAccountUsers serviceAccounts)
{
    /// <summary>Removes it, with its event in the same commit.</summary>
    public async Task<WriteResult> DeleteAsync(RealmSnapshot realm, ClientState client, AdminEvent? reported)
    {
        var result = await records.DeleteAsync<IClientGrain, ClientState>(realm.Id, client.Id, reported);
        if (result is not WriteResult.Saved)
        {
            return result;
        }

        await serviceAccounts.RemoveAsync(realm, client);
        foreach (var role in realm.Roles.Where(role => role.ClientId == client.Id))
        {
            await records.DeleteAsync<IRoleGrain, RoleState>(realm.Id, role.Id, reported: null);
        }

        return result;
    }
}
