using Identity.Grains.Background;
using Identity.Grains.Events;
using Identity.Grains.Sessions;
using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Removes expired rows: about once a minute, in small batches, one pod at a time.</summary>
/// <remarks>Nothing depends on it but the size of the tables: whoever reads a row judges its expiry.</remarks>
internal sealed partial class ExpiredRowRemover(
    PostgresDatabase database,
    ISessionIndex sessions,
    IEventStore events,
    OldRealmChanges changes,
    OldGrants grants,
    TimeProvider time,
    ILogger<ExpiredRowRemover> logger) : IBackgroundWorker
{
    private const long LockId = 0x1DE9_7117_0000_0002;
    private const int BatchSize = 500;
    private const int MaxBatches = 200;
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_spread = TimeSpan.FromSeconds(60);

    // Rows outlive their expiry by more than the clocks of pods differ.
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(2);

    public IReadOnlyList<BackgroundWork> Works => [BackgroundWork.Periodic("expired-rows", s_period, RemoveAndTellAsync) with { Spread = s_spread }];

    /// <summary>Removes what has expired, up to 100,000 sessions and revoked tokens and as many events; 0 when another pod is at it. Says how many.</summary>
    public async Task<int> RemoveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.Pool.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var tryLock = new NpgsqlCommand($"SELECT pg_try_advisory_xact_lock({LockId})", connection, transaction);
            return await tryLock.ExecuteScalarAsync(cancellationToken) is true ? await RemoveBatchesAsync(cancellationToken) : 0;
        }
        catch (Exception exception) when (StorageFault.IsUnavailable(exception))
        {
            throw StorageFault.Unavailable(exception);
        }
    }

    private async Task RemoveAndTellAsync(CancellationToken stoppingToken)
    {
        var removed = await RemoveAsync(stoppingToken);
        if (removed > 0)
        {
            LogRemoved(removed);
        }
    }

    private async Task<int> RemoveBatchesAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - s_grace;
        return await RemoveBatchesAsync(() => sessions.DeleteExpiredAsync(before, BatchSize, cancellationToken))
            + await RemoveBatchesAsync(() => events.DeleteExpiredAsync(before, BatchSize, cancellationToken))
            + await RemoveBatchesAsync(() => changes.DeleteAsync(BatchSize, cancellationToken))
            + await RemoveBatchesAsync(() => grants.DeleteAsync(BatchSize, cancellationToken));
    }

    private static async Task<int> RemoveBatchesAsync(Func<Task<int>> remove)
    {
        var total = 0;
        for (var batch = 0; batch < MaxBatches; batch++)
        {
            var removed = await remove();
            total += removed;
            if (removed < BatchSize)
            {
                break;
            }
        }

        return total;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Removed {Count} expired rows")]
    private partial void LogRemoved(int count);
}
