using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Groups;
using Identity.Grains.Roles;

namespace Identity.Grains.Realms;

/// <summary>Reads whole realms for <see cref="RealmSnapshots"/> and tells when they change.</summary>
public interface IRealmSource
{
    /// <summary>Everything of the realm but its users and sessions, read in one database snapshot; null when there is none of that name.</summary>
    Task<RealmRecords?> LoadAsync(string realmName, CancellationToken cancellationToken);

    /// <summary>The name of the realm with that id; null when there is none.</summary>
    Task<string?> FindNameAsync(string realmId, CancellationToken cancellationToken);

    /// <summary>The names of all realms.</summary>
    Task<IReadOnlyList<string>> ListNamesAsync(CancellationToken cancellationToken);

    /// <summary>The current change counter of each named realm (missing where the realm is gone). Cheap: one query.</summary>
    Task<IReadOnlyDictionary<string, long>> ReadVersionsAsync(IReadOnlyCollection<string> realmNames, CancellationToken cancellationToken);

    /// <summary>Yields the name of a realm soon after each change of it is committed, on whichever pod. May miss changes while the
    /// connection is lost: yields an empty string when it is back, upon which the caller compares versions.</summary>
    IAsyncEnumerable<string> WatchAsync(CancellationToken cancellationToken);
}

/// <summary>A realm as stored.</summary>
/// <param name="Version">Change counter: grows with each committed change of any of the records.</param>
/// <param name="Realm">Settings and keys.</param>
/// <param name="Clients">All clients.</param>
/// <param name="ClientScopes">All client scopes.</param>
/// <param name="Roles">All realm and client roles.</param>
/// <param name="Groups">All groups.</param>
public sealed record RealmRecords(
    long Version,
    RealmState Realm,
    IReadOnlyList<ClientState> Clients,
    IReadOnlyList<ClientScopeState> ClientScopes,
    IReadOnlyList<RoleState> Roles,
    IReadOnlyList<GroupState> Groups);
