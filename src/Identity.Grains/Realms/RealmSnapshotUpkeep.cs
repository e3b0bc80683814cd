using System.Diagnostics.Metrics;
using Identity.Grains.Background;
using Identity.Grains.Realms.Snapshots;
using Identity.Grains.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Identity.Grains.Realms;

/// <summary>Keeps the snapshots of this pod current, and its lease: the source announces each change, and versions are compared once a
/// second, which confirms those that are current.</summary>
internal sealed partial class RealmSnapshotUpkeep(
    RealmSnapshots snapshots,
    IRealmSource source,
    ISnapshotLeases leases,
    RealmBarrier barrier,
    TimeProvider time,
    IMeterFactory meters,
    ILogger<RealmSnapshotUpkeep> logger) : IHostedService, IBackgroundWorker, IDisposable
{
    // A large realm takes seconds: others do not wait for it.
    private const int MaxAtOnce = 8;

    private static readonly TimeSpan VersionCheckPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IdleCheckPeriod = TimeSpan.FromMinutes(1);

    // Soon tried again: the lease runs out meanwhile.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _renewing = new(1, 1);
    private volatile bool _listens;
    private volatile bool _ended;
    private Task? _ending;

    public IReadOnlyList<BackgroundWork> Works =>
    [
        BackgroundWork.Standing("realm-announcements", WatchAsync) with { LongestPause = LongestPause, Stopping = () => _ending = EndLeaseAsync() },
        BackgroundWork.Periodic("realm-versions", VersionCheckPeriod, CompareVersionsAsync) with { LongestPause = LongestPause },
        BackgroundWork.Periodic("idle-realms", IdleCheckPeriod, ForgetIdleAsync),
    ];

    private Task ForgetIdleAsync(CancellationToken stoppingToken)
    {
        snapshots.ForgetIdle();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        meters.Create("Identity.Realms").CreateObservableGauge(
            "identity.realms.unreadable", () => snapshots.Unreadable, description: "Realms that cannot be read as they are stored and are not served.");
        return Task.CompletedTask;
    }

    // Begun when this pod stopped to hear of barriers, however long other work goes on.
    public Task StopAsync(CancellationToken cancellationToken) => (_ending ?? EndLeaseAsync()).WaitAsync(cancellationToken);

    public void Dispose() => _renewing.Dispose();

    // Nothing renews the lease once it has ended.
    private async Task EndLeaseAsync()
    {
        snapshots.Lease.End();
        await _renewing.WaitAsync();
        try
        {
            _ended = true;
            snapshots.Lease.End();
            await leases.EndAsync(CancellationToken.None);
        }
        catch (StorageUnavailableException exception)
        {
            LogStale(exception.Message);
        }
        finally
        {
            _renewing.Release();
        }
    }

    // A pod that has not heard anything yet would be waited for, since it answers nobody.
    private async Task RenewAsync(CancellationToken stoppingToken)
    {
        await _renewing.WaitAsync(stoppingToken);
        try
        {
            if (!_ended && _listens)
            {
                var begun = time.GetTimestamp();
                await leases.RenewAsync(stoppingToken);
                snapshots.Lease.Renew(begun);
            }
        }
        finally
        {
            _renewing.Release();
        }
    }

    private Task WatchAsync(CancellationToken stoppingToken) =>
        Parallel.ForEachAsync(
            source.WatchAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = stoppingToken },
            async (announcement, token) => await HearAsync(announcement, token));

    private async Task HearAsync(RealmAnnouncement announcement, CancellationToken stoppingToken)
    {
        switch (announcement)
        {
            case RealmAnnouncement.Listening:
                _listens = true;
                await CompareVersionsAsync(stoppingToken);
                break;
            case RealmAnnouncement.Changed { RealmName: var realmName }:
                await CatchUpAsync(realmName, stoppingToken);
                break;
            case RealmAnnouncement.BarrierAsked asked when !barrier.IsOwn(asked.Barrier) && await CatchUpAsync(asked.RealmName, stoppingToken):
                await AnswerAsync(asked.Barrier, stoppingToken);
                break;
            case RealmAnnouncement.BarrierPassed passed:
                barrier.Passed(passed.Barrier, passed.Pod);
                break;
            case RealmAnnouncement.PodLeft left:
                barrier.Left(left.Pod);
                break;
        }
    }

    private async Task AnswerAsync(string asked, CancellationToken stoppingToken)
    {
        try
        {
            await leases.AnswerAsync(asked, stoppingToken);
        }
        catch (StorageUnavailableException exception)
        {
            // Who asks waits as long as this pod's lease can last.
            LogStale(exception.Message);
        }
    }

    private async Task CompareVersionsAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (snapshots.Known.Count == 0)
            {
                return;
            }

            // In this order: whoever commits a change and does not see this pod has committed it before the versions are read.
            await RenewAsync(stoppingToken);
            var (known, since) = (snapshots.Known, time.GetTimestamp());
            await FollowAsync(known, since, await source.ReadVersionsAsync([.. known.Select(snapshot => snapshot.Name)], stoppingToken), stoppingToken);
        }
        catch (StorageUnavailableException exception)
        {
            LogStale(exception.Message);
        }
    }

    private async Task FollowAsync(
        IReadOnlyList<RealmSnapshot> known, long since, IReadOnlyDictionary<string, long> versions, CancellationToken stoppingToken)
    {
        foreach (var snapshot in known)
        {
            if (!versions.TryGetValue(snapshot.Name, out var version))
            {
                snapshots.Forget(snapshot.Name);
            }
            else if (snapshot.Version == version)
            {
                snapshot.Confirm(since);
            }
        }

        foreach (var changed in known.Where(snapshot => versions.TryGetValue(snapshot.Name, out var version) && snapshot.Version != version))
        {
            await CatchUpAsync(changed.Name, stoppingToken);
        }
    }

    /// <summary>False when the realm is as it was, since the database is away. One that cannot be read keeps no other from being current.</summary>
    private async Task<bool> CatchUpAsync(string realmName, CancellationToken stoppingToken)
    {
        try
        {
            await snapshots.CatchUpAsync(realmName, stoppingToken);
            return true;
        }
        catch (StorageUnavailableException exception)
        {
            LogStale(exception.Message);
            return false;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogUnreadable(exception, realmName);
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Realm snapshots may be stale: {Reason}")]
    private partial void LogStale(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Realm {Realm} cannot be read: this pod does not serve it")]
    private partial void LogUnreadable(Exception exception, string realm);
}
