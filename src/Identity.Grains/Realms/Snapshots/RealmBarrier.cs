using System.Collections.Concurrent;
using Identity.Grains.Storage;

namespace Identity.Grains.Realms.Snapshots;

/// <summary>Makes what was committed of a realm count on every pod before it is acknowledged.</summary>
/// <remarks>A pod that does not answer is waited for as long as its lease can last, some three seconds, and no longer: from then on it asks
/// the database before it answers. A lost announcement costs that time and nothing else.</remarks>
public sealed class RealmBarrier(RealmSnapshots snapshots, ISnapshotLeases leases, TimeProvider time)
{
    // Clocks of two machines do not run alike to the last millisecond.
    private static readonly TimeSpan s_longestWait = SnapshotLease.Duration + TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, Waiting> _waiting = new(StringComparer.Ordinal);

    /// <summary>Where the realms stand, as far as this pod knows, before something is done that may change them.</summary>
    public RealmVersionsBefore Before(params ReadOnlySpan<string> realmNames)
    {
        var versions = new Dictionary<string, long?>(StringComparer.Ordinal);
        foreach (var name in realmNames)
        {
            versions[name] = snapshots.VersionInMemory(name);
        }

        return new RealmVersionsBefore(versions);
    }

    /// <summary>When this returns, no request that comes to any pod from now on is answered by what one of the realms was before.
    /// Costs one query, shared with others, where none of them has changed.</summary>
    /// <exception cref="StorageUnavailableException">The database is away: what was committed is not yet known to all.</exception>
    public Task PassAsync(RealmVersionsBefore before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return Task.WhenAll(before.Versions.Select(realm => PassAsync(realm.Key, realm.Value)));
    }

    /// <summary>The same for a realm that is new, or has got that name.</summary>
    public Task PassAsync(string realmName) => PassAsync(realmName, before: null);

    /// <summary>The same for the realm of a snapshot that was current before the change.</summary>
    public Task PassAsync(RealmSnapshot before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return PassAsync(before.Name, before.Version);
    }

    /// <summary>Whether it is this pod that waits at the barrier.</summary>
    internal bool IsOwn(string barrier) => _waiting.ContainsKey(barrier);

    /// <summary>A pod has passed one of the barriers, it may be of another pod.</summary>
    internal void Passed(string barrier, string pod)
    {
        if (_waiting.TryGetValue(barrier, out var waiting))
        {
            waiting.Passed(pod);
        }
    }

    /// <summary>A pod has passed all barriers that there are.</summary>
    internal void Left(string pod)
    {
        foreach (var (_, waiting) in _waiting)
        {
            waiting.Passed(pod);
        }
    }

    private async Task PassAsync(string realmName, long? before)
    {
        if (await IsAsBeforeAsync(realmName, before))
        {
            return;
        }

        var barrier = Guid.NewGuid().ToString("N");
        var waiting = _waiting[barrier] = new Waiting();
        try
        {
            var asked = time.GetTimestamp();
            waiting.For(await leases.AskAsync(barrier, realmName, CancellationToken.None));
            if (s_longestWait - time.GetElapsedTime(asked) is { Ticks: > 0 } longest)
            {
                await waiting.Done.WaitAsync(longest, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            _waiting.TryRemove(barrier, out _);
        }
    }

    private async Task<bool> IsAsBeforeAsync(string realmName, long? before)
    {
        try
        {
            return await snapshots.FreshAsync(realmName, CancellationToken.None) is { } now && now.Version == before;
        }
        catch (UnreadableRecordException)
        {
            // Then no pod may serve it as it was.
            return false;
        }
    }

    // Answers may come before it is known who was asked.
    private sealed class Waiting
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly HashSet<string> _passed = new(StringComparer.Ordinal);
        private IReadOnlyList<string>? _pods;

        public Task Done => _done.Task;

        public void For(IReadOnlyList<string> pods)
        {
            lock (_passed)
            {
                _pods = pods;
                Look();
            }
        }

        public void Passed(string pod)
        {
            lock (_passed)
            {
                _passed.Add(pod);
                Look();
            }
        }

        private void Look()
        {
            if (_pods is not null && _pods.All(_passed.Contains))
            {
                _done.TrySetResult();
            }
        }
    }
}

/// <summary>What <see cref="RealmBarrier.Before"/> saw.</summary>
/// <param name="Versions">Change counters by name; null where the realm was not in memory.</param>
public sealed record RealmVersionsBefore(IReadOnlyDictionary<string, long?> Versions);
