using Identity.Grains.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Identity.Grains.Realms;

/// <summary>Keeps the snapshots of this pod current: the source announces each change, and versions are compared once a second in case
/// an announcement was lost.</summary>
internal sealed partial class RealmSnapshotUpkeep(
    RealmSnapshots snapshots,
    IRealmSource source,
    TimeProvider time,
    ILogger<RealmSnapshotUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan VersionCheckPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IdleCheckPeriod = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(WatchAsync(stoppingToken), CheckVersionsAsync(stoppingToken), ForgetIdleAsync(stoppingToken));

    private async Task ForgetIdleAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(IdleCheckPeriod, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            snapshots.ForgetIdle();
        }
    }

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        await foreach (var realmName in source.WatchAsync(stoppingToken))
        {
            snapshots.ForgetMissing(realmName);
            if (realmName.Length == 0)
            {
                await CompareVersionsAsync(stoppingToken);
            }
            else if (snapshots.IsKnown(realmName))
            {
                await ReloadAsync(realmName, stoppingToken);
            }
        }
    }

    private async Task CheckVersionsAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(VersionCheckPeriod, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await CompareVersionsAsync(stoppingToken);
        }
    }

    private async Task CompareVersionsAsync(CancellationToken stoppingToken)
    {
        var known = snapshots.Known;
        if (known.Count == 0 || await ReadVersionsAsync([.. known.Select(snapshot => snapshot.Name)], stoppingToken) is not { } versions)
        {
            return;
        }

        foreach (var snapshot in known)
        {
            if (!versions.TryGetValue(snapshot.Name, out var version))
            {
                snapshots.Forget(snapshot.Name);
            }
            else if (snapshot.Version != version)
            {
                await ReloadAsync(snapshot.Name, stoppingToken);
            }
        }
    }

    private async Task<IReadOnlyDictionary<string, long>?> ReadVersionsAsync(IReadOnlyCollection<string> names, CancellationToken stoppingToken)
    {
        try
        {
            return await source.ReadVersionsAsync(names, stoppingToken);
        }
        catch (StorageUnavailableException exception)
        {
            LogStale(exception.Message);
            return null;
        }
    }

    // A realm that cannot be read (a damaged key, say) must not keep the others from being current.
    private async Task ReloadAsync(string realmName, CancellationToken stoppingToken)
    {
        try
        {
            await snapshots.ReloadAsync(realmName, stoppingToken);
        }
        catch (StorageUnavailableException exception)
        {
            LogStale(exception.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogUnreadable(exception, realmName);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Realm snapshots may be stale: {Reason}")]
    private partial void LogStale(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Realm {Realm} cannot be read: this pod serves it as it was before")]
    private partial void LogUnreadable(Exception exception, string realm);
}
