using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Groups;
using Identity.Grains.Roles;
using Identity.Grains.Storage;

namespace Identity.Grains.Realms;

/// <summary>What became of a realm since a version of it, each record by its id as it is now; null where it is gone.</summary>
/// <param name="Version">The change counter that this leads to.</param>
/// <param name="Realm">The settings where they have changed, else null.</param>
/// <param name="Clients">Clients that came, changed or went.</param>
/// <param name="ClientScopes">Client scopes that came, changed or went.</param>
/// <param name="Roles">Roles that came, changed or went.</param>
/// <param name="Groups">Groups that came, changed or went.</param>
public sealed record RealmDifference(
    long Version,
    RealmState? Realm,
    IReadOnlyDictionary<string, ClientState?> Clients,
    IReadOnlyDictionary<string, ClientScopeState?> ClientScopes,
    IReadOnlyDictionary<string, RoleState?> Roles,
    IReadOnlyDictionary<string, GroupState?> Groups)
{
    /// <summary>Of those that came or changed the ones that cannot be read: above they are gone.</summary>
    public IReadOnlyList<UnreadableRecord> LeftOut { get; init; } = [];

    /// <summary>Whether this tells what became of that record.</summary>
    internal bool Tells(UnreadableRecord record) => record.Kind switch
    {
        StateNames.Client => Clients.ContainsKey(record.Id),
        StateNames.ClientScope => ClientScopes.ContainsKey(record.Id),
        StateNames.Role => Roles.ContainsKey(record.Id),
        _ => Groups.ContainsKey(record.Id),
    };
}
