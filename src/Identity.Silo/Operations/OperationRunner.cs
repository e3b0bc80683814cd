using Identity.Grains.Background;
using Identity.Grains.Storage;
using Identity.Silo.Storage;
using Npgsql;

namespace Identity.Silo.Operations;

/// <summary>Goes on with operations, those of pods that are gone too.</summary>
internal sealed partial class OperationRunner(
    PostgresDatabase database,
    OperationBatches batches,
    OperationMetrics metrics,
    ILogger<OperationRunner> logger) : IBackgroundWorker
{
    private const string Upkeep = """
        WITH gone AS (DELETE FROM operation WHERE finished < unix_milliseconds() - 3600000)
        SELECT count(*) FROM operation WHERE finished IS NULL
        """;

    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_spread = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(10);

    public IReadOnlyList<BackgroundWork> Works =>
        [BackgroundWork.Periodic("operations", s_period, RunAllAsync) with { Spread = s_spread, LongestPause = s_longestPause }];

    /// <summary>Works on one operation until it is finished, has to wait, or the time is up.</summary>
    public async Task RunAsync(string id, TimeSpan budget, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        try
        {
            while (TimeProvider.System.GetElapsedTime(start) < budget && await batches.RunAsync(id, cancellationToken))
            {
                // Each is a step.
            }
        }
        catch (StorageUnavailableException exception)
        {
            // It is stored, and goes on when the database is back.
            LogUnavailable(exception.Message);
        }
    }

    private async Task RunAllAsync(CancellationToken stoppingToken)
    {
        metrics.Unfinished(await UpkeepAsync(stoppingToken));
        while (await batches.RunAsync(id: null, stoppingToken))
        {
            stoppingToken.ThrowIfCancellationRequested();
        }
    }

    private Task<long> UpkeepAsync(CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, _, token) =>
            {
                await using var command = new NpgsqlCommand(Upkeep, connection);
                return (long)(await command.ExecuteScalarAsync(token).ConfigureAwait(false))!;
            },
            cancellationToken);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Operations wait: {Reason}")]
    private partial void LogUnavailable(string reason);
}
