using Identity.Grains.Clients;
using Identity.Grains.Groups;
using Identity.Grains.Roles;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Grains.Realms;

/// <summary>Writes single records of a realm file through their grains.</summary>
internal sealed class RealmRecordsWriter(IGrainFactory grains)
{
    public Task SaveClientAsync(string realmId, ClientState client)
    {
        var grain = Get<IClientGrain>(realmId, client.Id);
        return SaveAsync(client, grain.CreateAsync, grain.UpdateAsync, $"client {client.ClientId}");
    }

    public Task SaveRoleAsync(string realmId, RoleState role)
    {
        var grain = Get<IRoleGrain>(realmId, role.Id);
        return SaveAsync(role, grain.CreateAsync, grain.UpdateAsync, $"role {role.Name}");
    }

    public Task SaveGroupAsync(string realmId, GroupState group)
    {
        var grain = Get<IGroupGrain>(realmId, group.Id);
        return SaveAsync(group, grain.CreateAsync, grain.UpdateAsync, $"group {group.Name}");
    }

    public Task SaveUserAsync(string realmId, UserState user)
    {
        var grain = Get<IUserGrain>(realmId, user.Id);
        return SaveAsync(user, grain.CreateAsync, grain.UpdateAsync, $"user {user.Username}");
    }

    private static async Task SaveAsync<TState>(TState state, Func<TState, Task<WriteResult>> create, Func<TState, Task<WriteResult>> update, string what)
    {
        var result = await create(state);
        if (result is WriteResult.Duplicate { Index: "id" })
        {
            result = await update(state);
        }

        if (result is not WriteResult.Saved)
        {
            var reason = result is WriteResult.Duplicate duplicate ? $"another record has the same value in {duplicate.Index}" : "it was removed meanwhile";
            throw new RealmFileException(what, $"it cannot be stored: {reason}.");
        }
    }

    private TGrain Get<TGrain>(string realmId, string id)
        where TGrain : IGrainWithStringKey => grains.Get<TGrain>(new EntityKey(realmId, id));
}
