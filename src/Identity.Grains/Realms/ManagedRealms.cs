using Identity.Grains.Clients;
using Identity.Grains.Keys;
using Identity.Grains.Roles;
using Identity.Grains.Storage;

namespace Identity.Grains.Realms;

/// <summary>Makes, for each realm, the client in the master realm whose roles let administrators manage it.</summary>
internal sealed class ManagedRealms(RealmSnapshots snapshots, IRealmSource source)
{
    /// <summary>What is to be stored in the master realm with a realm: the client of the realm and its roles, nothing when they are there already or
    /// there is no master realm. With the master realm, those of all other realms. The roles make themselves part of the master realm's
    /// role admin, which stays as it is however many there are.</summary>
    /// <exception cref="RealmFileException">Somebody has made a client of that name: its roles, which its makers hold, would manage the realm.</exception>
    public async Task<IReadOnlyList<NewRecord>> MissingAsync(RealmFile content, CancellationToken cancellationToken)
    {
        if (content.Realm.Realm != RealmDefaults.MasterName)
        {
            return await snapshots.FreshAsync(RealmDefaults.MasterName, cancellationToken) is { } master
                ? Missing(Unclaimed(master, content.Realm.Realm), content.Realm.Realm)
                : [];
        }

        var records = new RealmRecords(0, content.Realm, content.Clients, content.ClientScopes, content.Roles, content.Groups);
        var made = new RealmSnapshot(records, new RealmKeys([], []));
        var others = await source.ListNamesAsync(cancellationToken);
        return [.. others.Where(other => other != RealmDefaults.MasterName).SelectMany(other => Missing(made, other))];
    }

    private static string ClientId(string realmName) => $"{realmName}-realm";

    // A client that a request has made says so (realm_client is false), or is none of OpenID Connect.
    private static RealmSnapshot Unclaimed(RealmSnapshot master, string realmName) =>
        master.FindClient(ClientId(realmName)) is { } claimed
        && (claimed.Protocol != "openid-connect" || claimed.Attributes.GetValueOrDefault("realm_client") == "false")
            ? throw new RealmFileException("realm", $"the master realm has a client {claimed.ClientId} that was not made for it.")
            : master;

    private static List<NewRecord> Missing(RealmSnapshot master, string realmName)
    {
        var clientId = ClientId(realmName);
        if (master.FindClient(clientId) is not null)
        {
            return [];
        }

        // New ids each time: what a removed realm of that name has left behind is still being cleared away by its ids.
        var (template, templateRoles) = RealmDefaults.ManagedRealm(realmName);
        var client = new ClientState
        {
            Id = Guid.NewGuid().ToString(),
            ClientId = clientId,
            Name = (string?)template["name"],
            BearerOnly = true,
            FullScopeAllowed = false,
            Attributes = new Dictionary<string, string> { ["realm_client"] = "true" },
        };
        var ids = templateRoles.ToDictionary(
            role => (string)role!["name"]!, _ => Guid.NewGuid().ToString(), StringComparer.Ordinal);
        var admin = master.FindRole(clientId: null, "admin");
        return
        [
            NewRecord.Of(StateNames.Client, master.Id, client.Id, client),
            .. templateRoles.Select(role => new RoleState
            {
                Id = ids[(string)role!["name"]!],
                Name = (string)role["name"]!,
                ClientId = client.Id,
                Description = (string?)role["description"],
                CompositeIds = [.. (role["composites"]?["client"]?[clientId]?.AsArray() ?? []).Select(name => ids[(string)name!])],
                PartOfIds = admin is null ? [] : [admin.Id],
            }).Select(role => NewRecord.Of(StateNames.Role, master.Id, role.Id, role)),
        ];
    }
}
