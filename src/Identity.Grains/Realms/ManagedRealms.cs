using Identity.Grains.Clients;
using Identity.Grains.Roles;
using Identity.Grains.Storage;

namespace Identity.Grains.Realms;

/// <summary>Keeps, for each realm, the client in the master realm whose roles let administrators manage it.</summary>
internal sealed class ManagedRealms(IGrainFactory grains, IRealmSource source, RealmRecordsWriter writer) : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1, 1);

    /// <summary>Makes the realm manageable from the master realm; with the master realm itself, all others. Idempotent.</summary>
    public async Task AddAsync(string realmName, RealmFile content, CancellationToken cancellationToken)
    {
        if (realmName == RealmDefaults.MasterName)
        {
            foreach (var other in await source.ListNamesAsync(cancellationToken))
            {
                if (other != RealmDefaults.MasterName)
                {
                    await AddAsync(content.Realm.Id, other, content.Clients, content.Roles, cancellationToken);
                }
            }
        }
        else if (await source.LoadAsync(RealmDefaults.MasterName, cancellationToken) is { } master)
        {
            await AddAsync(master.Realm.Id, realmName, master.Clients, master.Roles, cancellationToken);
        }
    }

    /// <summary>Takes the realm's client and its roles out of the master realm. Idempotent.</summary>
    public async Task RemoveAsync(string realmName, CancellationToken cancellationToken)
    {
        if (await source.LoadAsync(RealmDefaults.MasterName, cancellationToken) is not { } master
            || master.Clients.FirstOrDefault(client => client.ClientId == $"{realmName}-realm") is not { } client)
        {
            return;
        }

        var roles = master.Roles.Where(role => role.ClientId == client.Id).Select(role => role.Id).ToHashSet(StringComparer.Ordinal);
        await ChangeAdminAsync(master.Realm.Id, master.Roles, included => [.. included.Where(id => !roles.Contains(id))], cancellationToken);
        await writer.RemoveAsync<IRoleGrain>(master.Realm.Id, roles, role => role.DeleteAsync(), cancellationToken);
        await writer.RemoveAsync<IClientGrain>(master.Realm.Id, [client.Id], grain => grain.DeleteAsync(), cancellationToken);
    }

    public void Dispose() => _changing.Dispose();

    private async Task AddAsync(
        string masterId, string realmName, IReadOnlyList<ClientState> clients, IReadOnlyList<RoleState> roles, CancellationToken cancellationToken)
    {
        var clientId = $"{realmName}-realm";
        if (clients.Any(client => client.ClientId == clientId))
        {
            return;
        }

        var (template, templateRoles) = RealmDefaults.ManagedRealm(realmName);
        var id = DerivedId.Of(masterId, "client", clientId);
        await writer.SaveClientAsync(masterId, new ClientState
        {
            Id = id,
            ClientId = clientId,
            Name = (string?)template["name"],
            BearerOnly = true,
            FullScopeAllowed = false,
            Attributes = new Dictionary<string, string> { ["realm_client"] = "true" },
        });
        var ids = templateRoles.ToDictionary(
            role => (string)role!["name"]!, role => DerivedId.Of(masterId, "role", $"{clientId}/{role!["name"]}"), StringComparer.Ordinal);
        foreach (var role in templateRoles)
        {
            var included = role!["composites"]?["client"]?[clientId]?.AsArray();
            await writer.SaveRoleAsync(masterId, new RoleState
            {
                Id = ids[(string)role["name"]!],
                Name = (string)role["name"]!,
                ClientId = id,
                Description = (string?)role["description"],
                CompositeIds = [.. (included ?? []).Select(name => ids[(string)name!])],
            });
        }

        await ChangeAdminAsync(masterId, roles, known => [.. known.Union(ids.Values, StringComparer.Ordinal)], cancellationToken);
    }

    private async Task ChangeAdminAsync(
        string masterId, IReadOnlyList<RoleState> roles, Func<IReadOnlyList<string>, IReadOnlyList<string>> change, CancellationToken cancellationToken)
    {
        if (roles.FirstOrDefault(role => role is { ClientId: null, Name: "admin" }) is not { } known)
        {
            return;
        }

        await _changing.WaitAsync(cancellationToken);
        try
        {
            var grain = grains.GetGrain<IRoleGrain>(new EntityKey(masterId, known.Id).ToString());
            if (await grain.GetAsync(cancellationToken) is { } admin)
            {
                await writer.SaveRoleAsync(masterId, admin with { CompositeIds = change(admin.CompositeIds) });
            }
        }
        finally
        {
            _changing.Release();
        }
    }
}
