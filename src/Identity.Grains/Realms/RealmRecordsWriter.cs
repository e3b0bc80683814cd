using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Groups;
using Identity.Grains.Roles;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Grains.Realms;

/// <summary>Writes and removes whole realms through their grains. Everything here can be repeated after a crash.</summary>
internal sealed class RealmRecordsWriter(IGrainFactory grains, IUserDirectory users)
{
    private const int MaxParallelWrites = 16;

    /// <summary>Creates the realm, or replaces its settings.</summary>
    public Task SaveRealmAsync(RealmState realm)
    {
        var grain = grains.GetGrain<IRealmGrain>(EntityKey.ForRealm(realm.Id).ToString());
        return SaveAsync(realm, grain.CreateAsync, grain.UpdateAsync, $"realm {realm.Realm}");
    }

    /// <summary>Removes what is stored of the realm but is not in the file: first, so that its names are free.</summary>
    public async Task PruneAsync(RealmRecords stored, RealmFile file, CancellationToken cancellationToken)
    {
        var realmId = stored.Realm.Id;
        await RemoveUsersAsync(realmId, file.Users.Select(user => user.State.Id).ToHashSet(StringComparer.Ordinal), cancellationToken);
        await RemoveAsync(stored.Groups.Select(group => group.Id), file.Groups.Select(group => group.Id),
            id => Get<IGroupGrain>(realmId, id).DeleteAsync(), cancellationToken);
        await RemoveAsync(stored.Roles.Select(role => role.Id), file.Roles.Select(role => role.Id),
            id => Get<IRoleGrain>(realmId, id).DeleteAsync(), cancellationToken);
        await RemoveAsync(stored.Clients.Select(client => client.Id), file.Clients.Select(client => client.Id),
            id => Get<IClientGrain>(realmId, id).DeleteAsync(), cancellationToken);
        await RemoveAsync(stored.ClientScopes.Select(scope => scope.Id), file.ClientScopes.Select(scope => scope.Id),
            id => Get<IClientScopeGrain>(realmId, id).DeleteAsync(), cancellationToken);
    }

    /// <summary>Writes everything of the file but the realm itself and its users.</summary>
    public async Task SaveAsync(string realmId, RealmFile file, CancellationToken cancellationToken)
    {
        await EachAsync(file.ClientScopes, scope => SaveScopeAsync(realmId, scope), cancellationToken);
        await EachAsync(file.Clients, client => SaveClientAsync(realmId, client), cancellationToken);
        await EachAsync(file.Roles, role => SaveRoleAsync(realmId, role), cancellationToken);
        await EachAsync(file.Groups, group => SaveGroupAsync(realmId, group), cancellationToken);
    }

    /// <summary>Writes the users of the file.</summary>
    public Task SaveUsersAsync(string realmId, RealmFile file, Func<RealmFileUser, CancellationToken, Task<UserState>> complete, CancellationToken cancellationToken) =>
        EachAsync(file.Users, async user => await SaveUserAsync(realmId, await complete(user, cancellationToken)), cancellationToken);

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

    private Task SaveScopeAsync(string realmId, ClientScopeState scope)
    {
        var grain = Get<IClientScopeGrain>(realmId, scope.Id);
        return SaveAsync(scope, grain.CreateAsync, grain.UpdateAsync, $"client scope {scope.Name}");
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

    private async Task RemoveUsersAsync(string realmId, HashSet<string> kept, CancellationToken cancellationToken)
    {
        var gone = new List<string>();
        await foreach (var id in users.ListAsync(realmId, cancellationToken))
        {
            if (!kept.Contains(id))
            {
                gone.Add(id);
            }
        }

        await RemoveAsync(gone, [], id => Get<IUserGrain>(realmId, id).DeleteAsync(), cancellationToken);
    }

    private static Task RemoveAsync(
        IEnumerable<string> stored, IEnumerable<string> kept, Func<string, Task<WriteResult>> delete, CancellationToken cancellationToken) =>
        EachAsync(stored.Except(kept, StringComparer.Ordinal), delete, cancellationToken);

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

    private static Task EachAsync<T>(IEnumerable<T> items, Func<T, Task> work, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = MaxParallelWrites, CancellationToken = cancellationToken },
            async (item, _) => await work(item));

    private TGrain Get<TGrain>(string realmId, string id)
        where TGrain : IGrainWithStringKey => grains.GetGrain<TGrain>(new EntityKey(realmId, id).ToString());
}
