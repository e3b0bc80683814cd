using Identity.Grains.Background;
using Identity.Grains.Storage;
using Identity.Silo.Health;
using Npgsql;

namespace Identity.Silo.Lifetime;

/// <summary>Gets the server ready: database schema, first realms, snapshots. Waits for a database that is away; anything else that
/// fails ends the process (<see cref="WorkRhythm.Start"/>).</summary>
internal sealed partial class Startup(
    IEnumerable<IStartupStep> steps,
    ServerState state,
    Announcement announcement,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<Startup> logger) : IBackgroundWorker
{
    private static readonly TimeSpan s_retryPeriod = TimeSpan.FromMilliseconds(500);

    public IReadOnlyList<BackgroundWork> Works => [BackgroundWork.Start("startup", RunAsync)];

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var step in steps)
            {
                state.WaitFor(step.Name);
                await RunWhenDatabaseAnswersAsync(step, stoppingToken);
            }

            await WaitUntilListeningAsync(stoppingToken);
            state.MarkStarted();
            announcement.Log();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped before it was ready.
        }
        catch (Exception exception)
        {
            LogFailed(state.WaitingFor, exception.Message);
            LogCause(exception);
            throw;
        }
    }

    private async Task RunWhenDatabaseAnswersAsync(IStartupStep step, CancellationToken stoppingToken)
    {
        string? last = null;
        while (true)
        {
            try
            {
                await step.RunAsync(stoppingToken);
                return;
            }
            catch (Exception exception) when (MayPass(exception))
            {
                var reason = exception.InnerException is { } inner ? $"{exception.Message}: {inner.Message}" : exception.Message;
                if (reason != last)
                {
                    LogWaiting(step.Name, reason);
                }

                last = reason;
                state.WaitFor($"{step.Name}: {reason}");
                await Task.Delay(s_retryPeriod, time, stoppingToken);
            }
        }
    }

    // A wrong password or a missing database may be put right while we wait, as a broken network may; SQL that fails will not.
    private static bool MayPass(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.IsTransient || postgres.SqlState is [ '0', '8', .. ] or [ '2', '8', .. ] or "3D000" or [ '5', '7', 'P', .. ] or "25006",
        NpgsqlException or TimeoutException or StorageUnavailableException or NotYetException => true,
        _ => false,
    };

    private async Task WaitUntilListeningAsync(CancellationToken stoppingToken)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var started = lifetime.ApplicationStarted.Register(() => listening.TrySetResult());
        await listening.Task.WaitAsync(stoppingToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting ({Step}): {Reason}")]
    private partial void LogWaiting(string step, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The start failed ({Step}): {Reason}")]
    private partial void LogFailed(string step, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Cause of the failed start")]
    private partial void LogCause(Exception exception);
}
