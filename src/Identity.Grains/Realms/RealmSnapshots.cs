using System.Collections.Concurrent;
using Identity.Grains.Keys;
using Identity.Grains.Realms.Snapshots;
using Identity.Grains.Storage;

namespace Identity.Grains.Realms;

/// <summary>The realms that this pod serves, each as an immutable snapshot.</summary>
/// <remarks>What an administrator has been told is done counts here, whichever pod did it (<see cref="SnapshotLease"/>,
/// <see cref="RealmBarrier"/>); other changes are seen within a second (<see cref="RealmSnapshotUpkeep"/>).</remarks>
public sealed class RealmSnapshots(IRealmSource source, RealmKeysReader keysReader, TimeProvider time) : IDisposable
{
    // A default realm is some 130 kB. Those beyond the first are kept while they are used.
    private const int MaxCachedRealms = 10_000;
    private const int AlwaysKept = 500;
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(10);

    private const int MaxRememberedUnknown = 4096;
    private const int MaxNameLength = 255;

    // Names that nobody has heard of wait for each other, so that they leave most database connections to the rest.
    private const int MaxFirstLoads = 8;
    private const int LoadLanes = 64;

    // A change costs more to follow than to read with all others once it is a good part of them.
    private const int LeastChangesForWholeLoad = 500;
    private const int PartForWholeLoad = 4;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);

    private readonly RealmVersions _versions = new(source);
    private readonly ConcurrentDictionary<string, RealmSnapshot> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _nameById = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _importingById = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _unknown = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (long Version, long Since)> _unreadable = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _firstLoads = new(MaxFirstLoads, MaxFirstLoads);

    // One load of a name at a time, or an older reading could replace a newer one.
    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, LoadLanes).Select(_ => new SemaphoreSlim(1, 1))];

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
        return _byName.TryGetValue(realmName, out var snapshot) ? Lease.Covers(snapshot) ? new(snapshot.Use()) : new(FreshAsync(realmName, cancellationToken))
            : realmName.Length is 0 or > MaxNameLength || IsKnownMissing(realmName) ? default
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
        catch (StorageUnavailableException) when (_byName.TryGetValue(realmName, out var snapshot))
        {
            return snapshot.Use();
        }
    }

    /// <summary>The realm with that id, as <see cref="FindAsync"/> answers it; null when there is none.</summary>
    public async ValueTask<RealmSnapshot?> FindByIdAsync(string realmId, CancellationToken cancellationToken)
    {
        if (_nameById.TryGetValue(realmId, out var known) && _byName.TryGetValue(known, out var snapshot) && snapshot.Id == realmId)
        {
            return Lease.Covers(snapshot) ? snapshot.Use() : await FreshByIdAsync(realmId, cancellationToken);
        }

        // Each user of a realm that is being imported asks for it: it is not read again for each of them.
        if (_importingById.TryGetValue(realmId, out var since) && time.GetElapsedTime(since) < Remembered)
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
        var before = _byName.GetValueOrDefault(realmName);
        if (await _versions.ReadAsync(realmName, cancellationToken) is not { } version)
        {
            _unreadable.TryRemove(realmName, out _);
            Forget(realmName);
            return null;
        }

        if (_unreadable.TryGetValue(realmName, out var unreadable) && unreadable.Version == version)
        {
            throw Fault(realmName);
        }

        return before?.Version == version ? before.Confirm(since).Use() : await ReloadAsync(realmName, version, before, cancellationToken);
    }

    /// <summary>The realm with that id, as <see cref="FreshAsync"/> answers it; null when there is none.</summary>
    public async Task<RealmSnapshot?> FreshByIdAsync(string realmId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(realmId);
        if (_nameById.TryGetValue(realmId, out var known) && await FreshAsync(known, cancellationToken) is { } snapshot && snapshot.Id == realmId)
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
        var lane = Lane(realmName);
        await lane.WaitAsync(cancellationToken);
        try
        {
            return await LoadAsync(realmName, cancellationToken);
        }
        finally
        {
            lane.Release();
        }
    }

    /// <summary>When this returns, the realm is not in memory as it was before the call, nor is it being read as it was then.</summary>
    internal async Task CatchUpAsync(string realmName, CancellationToken cancellationToken)
    {
        var lane = Lane(realmName);
        await lane.WaitAsync(cancellationToken);
        try
        {
            ForgetMissing(realmName);
            if (IsKnown(realmName) || _unreadable.ContainsKey(realmName))
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
        finally
        {
            lane.Release();
        }
    }

    /// <summary>The change counter of the realm in memory; null when it is not there.</summary>
    internal long? VersionInMemory(string realmName) => _byName.GetValueOrDefault(realmName)?.Version;

    /// <summary>How many realms this pod has found to be unreadable and that have neither been mended nor removed since.</summary>
    internal int Unreadable => _unreadable.Count;

    /// <summary>The snapshots in memory, as of now.</summary>
    internal IReadOnlyList<RealmSnapshot> Known => [.. _byName.Values];

    /// <summary>Whether the realm is in memory.</summary>
    internal bool IsKnown(string realmName) => _byName.ContainsKey(realmName);

    /// <summary>Drops the realm: there is none of that name any more.</summary>
    internal void Forget(string realmName)
    {
        if (_byName.TryRemove(realmName, out var snapshot))
        {
            _nameById.TryRemove(KeyValuePair.Create(snapshot.Id, realmName));
        }
    }

    /// <summary>Drops realms that nobody has asked for in ten minutes, where there are many.</summary>
    internal void ForgetIdle()
    {
        foreach (var (name, snapshot) in _byName)
        {
            if (snapshot.IdleFor(time) > IdleTime && _byName.Count > AlwaysKept && _byName.TryRemove(KeyValuePair.Create(name, snapshot)))
            {
                _nameById.TryRemove(KeyValuePair.Create(snapshot.Id, name));
            }
        }
    }

    /// <summary>Asks the source again for a name that was not known.</summary>
    internal void ForgetMissing(string realmName) => _unknown.TryRemove(realmName, out _);

    /// <inheritdoc/>
    public void Dispose()
    {
        _firstLoads.Dispose();
        foreach (var lane in _lanes)
        {
            lane.Dispose();
        }
    }

    private async Task<RealmSnapshot?> LoadOnceAsync(string realmName, CancellationToken cancellationToken)
    {
        if (_unreadable.TryGetValue(realmName, out var unreadable) && time.GetElapsedTime(unreadable.Since) < Remembered)
        {
            throw Fault(realmName);
        }

        await _firstLoads.WaitAsync(cancellationToken);
        try
        {
            var lane = Lane(realmName);
            await lane.WaitAsync(cancellationToken);
            try
            {
                return _byName.TryGetValue(realmName, out var snapshot) ? snapshot
                    : IsKnownMissing(realmName) ? null
                    : await LoadAsync(realmName, cancellationToken);
            }
            finally
            {
                lane.Release();
            }
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
        var lane = Lane(realmName);
        await lane.WaitAsync(cancellationToken);
        try
        {
            return _byName.TryGetValue(realmName, out var snapshot) && snapshot != stale && snapshot.Version >= wanted
                ? snapshot
                : await LoadAsync(realmName, cancellationToken);
        }
        finally
        {
            lane.Release();
        }
    }

    private SemaphoreSlim Lane(string realmName) => _lanes[(uint)realmName.GetHashCode(StringComparison.Ordinal) % LoadLanes];

    private bool IsKnownMissing(string realmName) =>
        _unknown.TryGetValue(realmName, out var since) && time.GetElapsedTime(since) < Remembered;

    private void RememberMissing(string realmName)
    {
        if (_unknown.Count >= MaxRememberedUnknown)
        {
            _unknown.Clear();
        }

        _unknown[realmName] = time.GetTimestamp();
    }

    /// <summary>The snapshot in memory with what has changed since; null when there is none or the realm is to be loaded whole.</summary>
    private async Task<RealmSnapshot?> FollowAsync(string realmName, CancellationToken cancellationToken)
    {
        if (!_byName.TryGetValue(realmName, out var snapshot))
        {
            return null;
        }

        var limit = Math.Max(LeastChangesForWholeLoad, snapshot.Count / PartForWholeLoad);
        return await source.LoadChangesAsync(snapshot.Id, snapshot.Version, limit, cancellationToken) is not { } changes ? null
            : changes.Realm is { } realm && (realm.Importing || realm.Realm != realmName) ? null
            : changes.Version == snapshot.Version ? snapshot
            : snapshot.With(changes, keysReader.Read);
    }

    private static UnreadableRecordException Fault(string realmName) => new($"Realm {realmName} cannot be read as it is stored.");

    // Read again when it has changed, and at most once a second: anyone may ask for it.
    private async Task RememberUnreadableAsync(string realmName, CancellationToken cancellationToken)
    {
        Forget(realmName);
        if (_unreadable.Count >= MaxRememberedUnknown)
        {
            _unreadable.Clear();
        }

        _unreadable[realmName] = (await _versions.ReadAsync(realmName, cancellationToken) ?? 0, time.GetTimestamp());
    }

    private async Task<RealmSnapshot?> LoadAsync(string realmName, CancellationToken cancellationToken)
    {
        try
        {
            var loaded = await LoadReadableAsync(realmName, cancellationToken);
            _unreadable.TryRemove(realmName, out _);
            return loaded;
        }
        catch (UnreadableRecordException)
        {
            await RememberUnreadableAsync(realmName, cancellationToken);
            throw;
        }
    }

    private async Task<RealmSnapshot?> LoadReadableAsync(string realmName, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        if (await FollowAsync(realmName, cancellationToken) is { } followed)
        {
            return _byName[realmName] = followed.Confirm(since);
        }

        var records = await source.LoadAsync(realmName, cancellationToken);
        if (records is null || records.Realm.Importing)
        {
            Forget(realmName);
            if (records is not null)
            {
                _importingById[records.Realm.Id] = time.GetTimestamp();
            }
            else
            {
                RememberMissing(realmName);
            }

            return null;
        }

        _importingById.TryRemove(records.Realm.Id, out _);
        _unknown.TryRemove(realmName, out _);
        var snapshot = new RealmSnapshot(records, keysReader.Read(records.Realm));
        if (_byName.Count >= MaxCachedRealms)
        {
            _byName.Clear();
            _nameById.Clear();
        }

        _byName[realmName] = snapshot.Confirm(since);
        _nameById[snapshot.Id] = realmName;
        return snapshot;
    }
}
