using Identity.Grains.Storage;
using Identity.Silo.Storage;
using Npgsql;

namespace Identity.Silo.Operations;

/// <summary>Goes on with operations, those of pods that are gone too.</summary>
internal sealed partial class OperationRunner(
    PostgresDatabase database,
    OperationBatches batches,
    OperationMetrics metrics,
    TimeProvider time,
    ILogger<OperationRunner> logger) : BackgroundService
{
    private const string Upkeep = """
        WITH gone AS (DELETE FROM operation WHERE finished < unix_milliseconds() - 3600000)
        SELECT count(*) FROM operation WHERE finished IS NULL
        """;

    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(2);

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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            // Spread, so that pods started together do not come together.
            await Task.Delay(s_period + TimeSpan.FromMilliseconds(Random.Shared.Next(500)), time, stoppingToken);
            try
            {
                metrics.Unfinished(await UpkeepAsync(stoppingToken));
                while (await batches.RunAsync(id: null, stoppingToken))
                {
                    stoppingToken.ThrowIfCancellationRequested();
                }
            }
            catch (StorageUnavailableException exception)
            {
                LogUnavailable(exception.Message);
            }
            catch (PostgresException exception)
            {
                // Before the schema is there, for one.
                LogUnavailable(exception.MessageText);
            }
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
