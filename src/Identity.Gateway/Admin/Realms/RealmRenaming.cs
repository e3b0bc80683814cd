using Identity.Gateway.Admin.Records;
using Identity.Grains.Clients;
using Identity.Grains.Realms;
using Identity.Grains.Realms.Snapshots;

namespace Identity.Gateway.Admin.Realms;

/// <summary>Gives a realm another name. Its id and everything in it stay; its addresses, and so the issuer of its tokens, change.</summary>
internal sealed class RealmRenaming(AdminRecords records, RealmSnapshots realms, RealmBarrier barrier, IRealmSource source)
{
    /// <summary>Why the realm cannot be called that; null when it can.</summary>
    public async Task<AdminResult?> RefuseAsync(AdminCall call, string name) =>
        call.Realm.Name == MasterRealm.Name ? AdminResult.Refuse(400, "Can't rename master realm")
        : !RealmName.IsValid(name) ? AdminResult.Error(400, RealmName.Complaint(name))
        : await source.LoadAsync(name, call.Aborted) is not null ? AdminResult.Conflict("Realm with same name exists")
        : await realms.FreshAsync(MasterRealm.Name, call.Aborted) is { } master && master.FindClient($"{name}-realm") is not null
            ? AdminResult.Conflict($"The master realm has a client {name}-realm that was not made for it")
        : null;

    /// <summary>Renames what carries the realm's name: the client in the master realm, and the addresses of the built-in clients. Idempotent.</summary>
    public async Task FollowAsync(RealmSnapshot before, string name)
    {
        if (await realms.FreshAsync(MasterRealm.Name, CancellationToken.None) is { } master && master.FindClient($"{before.Name}-realm") is { } managing)
        {
            await records.ChangeAsync<IClientGrain, ClientState>(
                master.Id, managing.Id, client => client with { ClientId = $"{name}-realm", Name = $"{name} Realm" }, reported: null);
        }

        foreach (var client in before.Clients)
        {
            await records.ChangeAsync<IClientGrain, ClientState>(before.Id, client.Id, stored => Moved(stored, before.Name, name), reported: null);
        }

        await barrier.PassAsync(name);
    }

    private static ClientState Moved(ClientState client, string before, string after)
    {
        string Move(string address) => address
            .Replace($"/realms/{before}/", $"/realms/{after}/", StringComparison.Ordinal)
            .Replace($"/admin/{before}/", $"/admin/{after}/", StringComparison.Ordinal);
        var moved = client with
        {
            BaseUrl = client.BaseUrl is null ? null : Move(client.BaseUrl),
            RedirectUris = [.. client.RedirectUris.Select(Move)],
        };
        return moved.BaseUrl == client.BaseUrl && moved.RedirectUris.SequenceEqual(client.RedirectUris) ? client : moved;
    }
}
