using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Identity.Grains.Background;

/// <summary>Owns all work that the server does by itself: begins it with the host, and ends it with it.</summary>
/// <remarks>The last hosted service to start and the first to stop, but for the one that takes requests: what requests leave behind is
/// still done.</remarks>
internal sealed partial class BackgroundWorkOwner(
    IEnumerable<IBackgroundWorker> workers,
    BackgroundTasks tasks,
    WorkRecords records,
    WorkMetrics metrics,
    TimeProvider time,
    ILogger<BackgroundWorkOwner> logger,
    IHostApplicationLifetime? lifetime = null) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Running> _running = [];
    private bool _stopped;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        GC.KeepAlive(metrics);
        foreach (var work in workers.SelectMany(worker => worker.Works))
        {
            var stop = new CancellationTokenSource();
            _running.Add(new Running(work, work.Rhythm == WorkRhythm.Start
                ? RunOnceAsync(work, stop.Token)
                : new WorkLoop(work, records, time, logger).RunAsync(_stopping.Token, stop.Token), stop));
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // A host may be stopped again when it is disposed.
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        await _stopping.CancelAsync();
        foreach (var (work, _, stop) in _running)
        {
            Tell(work);
            stop.CancelAfter(work.DrainTime);
        }

        try
        {
            await Task.WhenAll(_running.Select(running => running.Task)).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            foreach (var (work, _, stop) in _running.Where(running => !running.Task.IsCompleted))
            {
                await stop.CancelAsync();
                LogLeftBehind(work.Name);
            }
        }

        await tasks.StopAsync(cancellationToken);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _running.ForEach(running => running.Stop.Dispose());
    }

    private async Task RunOnceAsync(BackgroundWork work, CancellationToken stop)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await work.Turn(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped before it was done.
        }
        catch (Exception exception)
        {
            LogEnds(exception, work.Name);
            lifetime?.StopApplication();
        }
    }

    private void Tell(BackgroundWork work)
    {
        try
        {
            work.Stopping?.Invoke();
        }
        catch (Exception exception)
        {
            // The others are to be told too.
            LogNotTold(exception, work.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The server ends, because it cannot serve without {Work}")]
    private partial void LogEnds(Exception exception, string work);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Work} could not be told of the stop")]
    private partial void LogNotTold(Exception exception, string work);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Work} was still at it when the time to stop ran out")]
    private partial void LogLeftBehind(string work);

    private sealed record Running(BackgroundWork Work, Task Task, CancellationTokenSource Stop);
}
