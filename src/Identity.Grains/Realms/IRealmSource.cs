using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Groups;
using Identity.Grains.Realms.Snapshots;
using Identity.Grains.Roles;
using Identity.Grains.Storage;

namespace Identity.Grains.Realms;

/// <summary>Reads whole realms for <see cref="RealmSnapshots"/> and tells when they change.</summary>
public interface IRealmSource
{
    /// <summary>Everything of the realm but its users and sessions, read in one database snapshot; null when there is none of that name.</summary>
    Task<RealmRecords?> LoadAsync(string realmName, CancellationToken cancellationToken);

    /// <summary>What became of the realm since a version of it, read in one database snapshot. Null when that cannot be told: too much or
    /// too long ago, another history (the database was restored), or no such realm. Then the realm is to be loaded whole.</summary>
    /// <param name="realmId">The realm.</param>
    /// <param name="version">The version that the caller has.</param>
    /// <param name="limit">With more changes than this it is cheaper to load the realm whole.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<RealmDifference?> LoadChangesAsync(string realmId, long version, int limit, CancellationToken cancellationToken);

    /// <summary>The name of the realm with that id; null when there is none.</summary>
    Task<string?> FindNameAsync(string realmId, CancellationToken cancellationToken);

    /// <summary>The id of the realm of that name, also of one that cannot be read; null when there is none.</summary>
    Task<string?> FindIdAsync(string realmName, CancellationToken cancellationToken);

    /// <summary>The names of all realms.</summary>
    Task<IReadOnlyList<string>> ListNamesAsync(CancellationToken cancellationToken);

    /// <summary>A page of the realms in order of their names, those being imported or deleted left out.</summary>
    /// <param name="search">Only realms whose name or display name contains this, whatever the case; null or empty for all.</param>
    /// <param name="first">How many to leave out.</param>
    /// <param name="max">How many at most; null for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<RealmSummary>> ListAsync(string? search, int first, int? max, CancellationToken cancellationToken);

    /// <summary>As <see cref="ListAsync"/>, the settings in full.</summary>
    Task<IReadOnlyList<RealmState>> ListStatesAsync(string? search, int first, int? max, CancellationToken cancellationToken);

    /// <summary>The current change counter of each named realm (missing where the realm is gone). Cheap: one query.</summary>
    Task<IReadOnlyDictionary<string, long>> ReadVersionsAsync(IReadOnlyCollection<string> realmNames, CancellationToken cancellationToken);

    /// <summary>Yields what the pods say to each other, soon after it is committed. May miss some of it while the connection is lost: yields
    /// <see cref="RealmAnnouncement.Listening"/> when it is back, upon which the caller compares versions.</summary>
    IAsyncEnumerable<RealmAnnouncement> WatchAsync(CancellationToken cancellationToken);
}

/// <summary>A realm in a list.</summary>
/// <param name="Id">The realm's id.</param>
/// <param name="Name">The name in addresses.</param>
/// <param name="DisplayName">Null shows the name.</param>
/// <param name="DisplayNameHtml">Kept for consoles; never rendered as HTML here.</param>
/// <param name="Enabled">A disabled realm refuses every request.</param>
public sealed record RealmSummary(string Id, string Name, string? DisplayName, string? DisplayNameHtml, bool Enabled);

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
    IReadOnlyList<GroupState> Groups)
{
    /// <summary>Records that are stored and cannot be read: they are in none of the lists.</summary>
    public IReadOnlyList<UnreadableRecord> LeftOut { get; init; } = [];
}
