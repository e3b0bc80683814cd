using Identity.Grains.Keys;
using Identity.Grains.Realms.Snapshots;
using Identity.Grains.Storage;

namespace Identity.Grains.Realms;

/// <summary>The realms that this pod serves, each as an immutable snapshot.</summary>
/// <remarks>What an administrator has been told is done counts here, whichever pod did it (<see cref="SnapshotLease"/>,
/// <see cref="RealmBarrier"/>); other changes are seen within a second (<see cref="RealmSnapshotUpkeep"/>).</remarks>
public sealed class RealmSnapshots(IRealmSource source, RealmKeysReader keysReader, TimeProvider time) : IDisposable
{
    private const int MaxNameLength = 255;

    // Names that nobody has heard of wait for each other, so that they leave most database connections to the rest.
    private const int MaxFirstLoads = 8;

    // A change costs more to follow than to read with all others once it is a good part of them.
    private const int LeastChangesForWholeLoad = 500;
    private const int PartForWholeLoad = 4;

    private readonly RealmVersions _versions = new(source);
    private readonly HeldSnapshots _held = new(time);
    private readonly UnservedRealms _unserved = new(time);
    private readonly SemaphoreSlim _firstLoads = new(MaxFirstLoads, MaxFirstLoads);

    // One load of a name at a time, or an older reading could replace a newer one.
    private readonly NameLanes _lanes = new();

    /// <summary>By it what is in memory is answered, or not.</summary>
    internal SnapshotLease Lease { get; } = new(time);

    /// <summary>The realm of that name with every change that was acknowledged before this was called; null when there is none. From memory
    /// as a rule; the first time from the source, and as <see cref="FreshAsync"/> while this pod has no lease.</summary>
    /// <remarks>Anyone may ask for any name: one that is not known is asked of the source at most once a second.</remarks>
    /// <exception cref="StorageUnavailableException">The realm is not in memory, or not known to be current, and the database is away.</exception>
    /// <exception cref="UnreadableRecordException">What is stored of the realm cannot be read.</exception>
    public ValueTask<RealmSnapshot?> FindAsync(string realmName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(realmName);
        return _held.Find(realmName) is { } snapshot ? Lease.Covers(snapshot) ? new(snapshot.Use()) : new(FreshAsync(realmName, cancellationToken))
            : realmName.Length is 0 or > MaxNameLength || _unserved.IsMissing(realmName) ? default
            : new(LoadOnceAsync(realmName, cancellationToken));
    }

    /// <summary>As <see cref="FindAsync"/>, but while the database is away the realm as this pod saw it last: for documents that are public
    /// and give no right.</summary>
    public async ValueTask<RealmSnapshot?> FindLastKnownAsync(string realmName, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(realmName, cancellationToken);
        }
        catch (StorageUnavailableException) when (_held.Find(realmName) is { } snapshot)
        {
            return snapshot.Use();
        }
    }

    /// <summary>The realm with that id, as <see cref="FindAsync"/> answers it; null when there is none.</summary>
    public async ValueTask<RealmSnapshot?> FindByIdAsync(string realmId, CancellationToken cancellationToken)
    {
        if (_held.FindById(realmId) is { } snapshot)
        {
            return Lease.Covers(snapshot) ? snapshot.Use() : await FreshByIdAsync(realmId, cancellationToken);
        }

        // Each user of a realm that is being imported asks for it: it is not read again for each of them.
        if (_unserved.IsImporting(realmId))
        {
            return null;
        }

        var name = await source.FindNameAsync(realmId, cancellationToken);
        return name is null ? null : await FindAsync(name, cancellationToken);
    }

    /// <summary>The realm of that name with every change that was acknowledged, by whichever pod, before this was called; null when there
    /// is none or it is being imported.</summary>
    /// <remarks>One cheap query, shared by concurrent callers; only a realm that has changed is read again. Throws
    /// <see cref="Storage.StorageUnavailableException"/> while the database is away.</remarks>
    public async Task<RealmSnapshot?> FreshAsync(string realmName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(realmName);
        if (realmName.Length is 0 or > MaxNameLength)
        {
            return null;
        }

        var since = time.GetTimestamp();
        var before = _held.Find(realmName);
        if (await _versions.ReadAsync(realmName, cancellationToken) is not { } version)
        {
            _unserved.RemoveUnreadable(realmName);
            Forget(realmName);
            return null;
        }

        _unserved.DemandReadable(realmName, version);
        return before?.Version == version ? before.Confirm(since).Use() : await ReloadAsync(realmName, version, before, cancellationToken);
    }

    /// <summary>The realm with that id, as <see cref="FreshAsync"/> answers it; null when there is none.</summary>
    public async Task<RealmSnapshot?> FreshByIdAsync(string realmId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(realmId);
        if (_held.FindName(realmId) is { } known && await FreshAsync(known, cancellationToken) is { } snapshot && snapshot.Id == realmId)
        {
            return snapshot;
        }

        return await source.FindNameAsync(realmId, cancellationToken) is { } name
            && await FreshAsync(name, cancellationToken) is { } renamed && renamed.Id == realmId
            ? renamed
            : null;
    }

    /// <summary>Reads the realm anew now. A caller that has just changed it sees its own change.</summary>
    public async Task<RealmSnapshot?> ReloadAsync(string realmName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(realmName);
        using var turn = await _lanes.EnterAsync(realmName, cancellationToken);
        return await LoadAsync(realmName, cancellationToken);
    }

    /// <summary>When this returns, the realm is not in memory as it was before the call, nor is it being read as it was then.</summary>
    internal async Task CatchUpAsync(string realmName, CancellationToken cancellationToken)
    {
        using var turn = await _lanes.EnterAsync(realmName, cancellationToken);
        try
        {
            ForgetMissing(realmName);
            if (IsKnown(realmName) || _unserved.IsUnreadable(realmName))
            {
                await LoadAsync(realmName, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is not (StorageUnavailableException or OperationCanceledException))
        {
            // It cannot be read as it is: nor is it served as it was.
            Forget(realmName);
            throw;
        }
    }

    /// <summary>The change counter of the realm in memory; null when it is not there.</summary>
    internal long? VersionInMemory(string realmName) => _held.Find(realmName)?.Version;

    /// <summary>How many realms this pod has found to be unreadable and that have neither been mended nor removed since.</summary>
    internal int Unreadable => _unserved.Unreadable;

    /// <summary>The snapshots in memory, as of now.</summary>
    internal IReadOnlyList<RealmSnapshot> Known => _held.All;

    /// <summary>Whether the realm is in memory.</summary>
    internal bool IsKnown(string realmName) => _held.Find(realmName) is not null;

    /// <summary>Drops the realm: there is none of that name any more.</summary>
    internal void Forget(string realmName) => _held.Remove(realmName);

    /// <summary>Drops realms that nobody has asked for in ten minutes, where there are many.</summary>
    internal void ForgetIdle() => _held.RemoveIdle();

    /// <summary>Asks the source again for a name that was not known.</summary>
    internal void ForgetMissing(string realmName) => _unserved.RemoveMissing(realmName);

    /// <inheritdoc/>
    public void Dispose()
    {
        _firstLoads.Dispose();
        _lanes.Dispose();
    }

    private async Task<RealmSnapshot?> LoadOnceAsync(string realmName, CancellationToken cancellationToken)
    {
        _unserved.DemandReadable(realmName);
        await _firstLoads.WaitAsync(cancellationToken);
        try
        {
            using var turn = await _lanes.EnterAsync(realmName, cancellationToken);
            return _held.Find(realmName) is { } snapshot ? snapshot
                : _unserved.IsMissing(realmName) ? null
                : await LoadAsync(realmName, cancellationToken);
        }
        finally
        {
            _firstLoads.Release();
        }
    }

    /// <summary>Reads the realm anew unless someone else has done so meanwhile.</summary>
    // A counter that is lower than the snapshot's is that of a database which has lost its last commits in a failover: what is stale is
    // told by the instance, not by the number alone.
    private async Task<RealmSnapshot?> ReloadAsync(string realmName, long wanted, RealmSnapshot? stale, CancellationToken cancellationToken)
    {
        using var turn = await _lanes.EnterAsync(realmName, cancellationToken);
        return _held.Find(realmName) is { } snapshot && snapshot != stale && snapshot.Version >= wanted
            ? snapshot
            : await LoadAsync(realmName, cancellationToken);
    }

    /// <summary>The snapshot in memory with what has changed since; null when there is none or the realm is to be loaded whole.</summary>
    private async Task<RealmSnapshot?> FollowAsync(string realmName, CancellationToken cancellationToken)
    {
        if (_held.Find(realmName) is not { } snapshot)
        {
            return null;
        }

        var limit = Math.Max(LeastChangesForWholeLoad, snapshot.Count / PartForWholeLoad);
        return await source.LoadChangesAsync(snapshot.Id, snapshot.Version, limit, cancellationToken) is not { } changes ? null
            : changes.Realm is { } realm && (realm.Importing || realm.Realm != realmName) ? null
            : changes.Version == snapshot.Version ? snapshot
            : snapshot.With(changes, keysReader.Read);
    }

    private async Task<RealmSnapshot?> LoadAsync(string realmName, CancellationToken cancellationToken)
    {
        try
        {
            var loaded = await LoadReadableAsync(realmName, cancellationToken);
            _unserved.RemoveUnreadable(realmName);
            return loaded;
        }
        catch (UnreadableRecordException)
        {
            // Read again when it has changed, and at most once a second: anyone may ask for it.
            Forget(realmName);
            _unserved.AddUnreadable(realmName, await _versions.ReadAsync(realmName, cancellationToken) ?? 0);
            throw;
        }
    }

    private async Task<RealmSnapshot?> LoadReadableAsync(string realmName, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        if (await FollowAsync(realmName, cancellationToken) is { } followed)
        {
            _held.Put(realmName, followed.Confirm(since));
            return followed;
        }

        var records = await source.LoadAsync(realmName, cancellationToken);
        if (records is null || records.Realm.Importing)
        {
            Forget(realmName);
            if (records is not null)
            {
                _unserved.AddImporting(records.Realm.Id);
            }
            else
            {
                _unserved.AddMissing(realmName);
            }

            return null;
        }

        _unserved.RemoveImporting(records.Realm.Id);
        _unserved.RemoveMissing(realmName);
        var snapshot = new RealmSnapshot(records, keysReader.Read(records.Realm));
        _held.Put(realmName, snapshot.Confirm(since));
        return snapshot;
    }
}
