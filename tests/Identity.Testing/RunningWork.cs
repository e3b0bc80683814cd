using Identity.Grains.Background;
using Microsoft.Extensions.Logging.Abstractions;

namespace Identity.Testing;

/// <summary>The background work of one service, done as in a server until it is disposed.</summary>
public sealed class RunningWork : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private RunningWork(IReadOnlyList<BackgroundWork> works, TimeProvider time)
    {
        Records = new WorkRecords(time);
        _running = Task.WhenAll(works.Select(work => new WorkLoop(work, Records, time, NullLogger.Instance).RunAsync(_stop.Token, _stop.Token)));
    }

    /// <summary>How it fares.</summary>
    public WorkRecords Records { get; }

    /// <summary>Begins all work of the service.</summary>
    public static RunningWork Start(IBackgroundWorker worker, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(worker);
        return new RunningWork(worker.Works, time);
    }

    /// <summary>Begins one work.</summary>
    public static RunningWork Start(BackgroundWork work, TimeProvider time) => new([work], time);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }
}
