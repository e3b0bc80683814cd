using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>Watches over the activations while the host runs - late answers, idle grains, too many grains - and ends them with it.</summary>
internal sealed partial class EmbeddedSilo(
    Activations activations,
    IOptions<GrainCollectionOptions> collection,
    IOptions<SiloMessagingOptions> messaging,
    IOptions<EmbeddedOptions> limits,
    TimeProvider time,
    ILogger<EmbeddedSilo> logger) : IHostedService, IDisposable
{
    /// <summary>How exactly timeouts are kept.</summary>
    private static readonly TimeSpan s_watchPeriod = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private ITimer? _watch;
    private ITimer? _collect;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var quantum = collection.Value.CollectionQuantum;
        _watch = time.CreateTimer(_ => Guard(Watch), null, s_watchPeriod, s_watchPeriod);
        _collect = time.CreateTimer(_ => Guard(CollectIdle), null, quantum, quantum);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        activations.RefuseCalls();
        _collect?.Dispose();
        try
        {
            // Turns under way may still wake other grains, so look again until none is left.
            while (activations.Count > 0)
            {
                var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The process stops.");
                var ending = activations.All.ToList();
                ending.ForEach(activation => activation.Deactivate(reason, finishWaiting: true));
                await Task.WhenAll(ending.Select(activation => activation.Deactivated)).WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            LogLeftBehind(logger, activations.Count);
            foreach (var activation in activations.All)
            {
                activation.FailCallers(long.MaxValue, grain => new SiloUnavailableException($"The process stopped before {grain} answered."));
            }
        }

        Dispose();
    }

    public void Dispose()
    {
        _watch?.Dispose();
        _collect?.Dispose();
    }

    internal void Watch()
    {
        var timeout = messaging.Value.ResponseTimeout;
        var late = activations.TimestampAfter(-timeout);
        var stuck = activations.TimestampAfter(-collection.Value.ActivationTimeout);
        foreach (var activation in activations.All)
        {
            activation.FailCallers(late, grain => new TimeoutException($"{grain} did not answer within {timeout}; the call may still take effect."));
            activation.CancelActivating(stuck);
        }

        CollectExcess();
    }

    internal void CollectIdle()
    {
        var now = time.GetTimestamp();
        var unused = activations.TimestampAfter(-collection.Value.CollectionAge);
        foreach (var activation in activations.All.Where(activation => activation.IsIdleSince(unused, now)))
        {
            Collect(activation, "No call came for the collection age.");
        }
    }

    private void CollectExcess()
    {
        var excess = activations.Count - limits.Value.MaxActivations;
        if (excess <= 0)
        {
            return;
        }

        // Copied first: the times change while one sorts.
        var now = time.GetTimestamp();
        var idle = activations.All.Select(activation => (activation.LastUsed, Activation: activation)).ToList();
        idle.Sort(static (left, right) => left.LastUsed.CompareTo(right.LastUsed));
        foreach (var (_, activation) in idle.Where(entry => entry.Activation.IsIdleSince(now, now)).Take(excess))
        {
            Collect(activation, "Others were used more recently and room was needed.");
        }
    }

    private static void Collect(Activation activation, string why) =>
        activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, why), finishWaiting: false);

    private void Guard(Action watch)
    {
        // A slow round is not overtaken by the next one.
        if (!_gate.TryEnter())
        {
            return;
        }

        try
        {
            watch();
        }
        catch (Exception exception)
        {
            LogWatchFailed(logger, exception);
        }
        finally
        {
            _gate.Exit();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of the grain runtime's watch failed; the next one comes all the same")]
    private static partial void LogWatchFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The host's time to stop ran out with {Count} grains still active")]
    private static partial void LogLeftBehind(ILogger logger, int count);
}
