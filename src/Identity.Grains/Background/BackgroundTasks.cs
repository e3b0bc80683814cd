using Microsoft.Extensions.Logging;

namespace Identity.Grains.Background;

/// <summary>Runs what is begun without being waited for: an accepted connection, a message to peers. The only place that lets go of a task.</summary>
/// <remarks>A task that fails is counted and told of, and harms nothing else. How many may run at a time is for the caller to bound.</remarks>
public sealed partial class BackgroundTasks(WorkRecords records, ILogger<BackgroundTasks> logger) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _turn = new();
    private int _running;
    private TaskCompletionSource? _idle;

    /// <summary>Begins a task on a thread of the pool. Throws nothing.</summary>
    /// <param name="name">What it is called in metrics and logs.</param>
    /// <param name="task">Its token is cancelled at the stop.</param>
    public void Start(string name, Func<CancellationToken, Task> task)
    {
        lock (_turn)
        {
            _running++;
        }

        _ = RunAsync(name, task);
    }

    /// <summary>Asks all to end and waits for it, for up to five seconds.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task idle;
        lock (_turn)
        {
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            idle = _running == 0 ? Task.CompletedTask : _idle.Task;
        }

        await idle.WaitAsync(s_patience, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(string name, Func<CancellationToken, Task> task)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var record = records.OfTask(name);
        try
        {
            await task(_stopping.Token).ConfigureAwait(false);
            record.Succeeded();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopped.
        }
        catch (Exception exception)
        {
            // Nobody waits for it: whatever it is ends here.
            if (record.Failed(exception))
            {
                LogFailed(exception, name, record.TakeUntold());
            }
        }
        finally
        {
            lock (_turn)
            {
                if (--_running == 0)
                {
                    _idle?.TrySetResult();
                }
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The background task {Task} failed ({Times} times since this was last told)")]
    private partial void LogFailed(Exception exception, string task, int times);
}
