using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>What an activation brings to life: the grain object with its services, records and timers.</summary>
internal sealed class GrainBody(Activation activation)
{
    private readonly List<PersistentState> _states = [];
    private readonly List<GrainTimer> _timers = [];
    private AsyncServiceScope _scope;
    private bool _stopsTimers;

    internal object? Grain { get; private set; }

    internal IServiceProvider Services => _scope.ServiceProvider;

    internal bool HasRecords => _states.Count > 0;

    internal void Attach(PersistentState state) => _states.Add(state);

    /// <summary>Makes the grain object. Records that are not read now are read before the first turn that needs them.</summary>
    internal async Task ComeAliveAsync(IServiceProvider services, bool reads, CancellationToken cancellationToken)
    {
        _scope = services.CreateAsyncScope();
        Grain = activation.Class.Create(activation);
        if (reads)
        {
            foreach (var state in _states)
            {
                await state.ReadStateAsync(cancellationToken);
            }
        }

        if (Grain is IGrainBase grain)
        {
            await grain.OnActivateAsync(cancellationToken);
        }
    }

    /// <summary>Brings the records up to date; false when the turn went back to the queue to be alone first.</summary>
    /// <remarks>
    /// A record is read again only while no other turn could be between reading and writing it: the newer version would make
    /// that turn's write pass the comparison and undo the other process's change.
    /// </remarks>
    internal async ValueTask<bool> TryRefreshAsync(Turn turn)
    {
        foreach (var state in _states)
        {
            // No token: a read cut off half way would serve nobody, and the storage bounds its own waits.
            if (!await state.IsStaleAsync(turn.MadeAt, turn.Need, CancellationToken.None))
            {
                continue;
            }

            if (activation.GoesBackToBeAlone(turn))
            {
                return false;
            }

            await state.ReadStateAsync(CancellationToken.None);
        }

        return true;
    }

    internal GrainTimer StartTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(activation, callback, options);
        lock (_timers)
        {
            if (_stopsTimers)
            {
                timer.Dispose();
                return timer;
            }

            _timers.Add(timer);
        }

        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    internal void Forget(GrainTimer timer)
    {
        lock (_timers)
        {
            _timers.Remove(timer);
        }
    }

    internal void StopTimers()
    {
        GrainTimer[] timers;
        lock (_timers)
        {
            _stopsTimers = true;
            timers = [.. _timers];
        }

        foreach (var timer in timers)
        {
            timer.Dispose();
        }
    }

    internal async Task SayGoodbyeAsync(DeactivationReason reason, TimeSpan bound)
    {
        if (Grain is IGrainBase grain)
        {
            using var timeout = new CancellationTokenSource(bound, activation.Time);
            await grain.OnDeactivateAsync(reason, timeout.Token).WaitAsync(bound, activation.Time, CancellationToken.None);
        }
    }

    internal async Task DisposeAsync()
    {
        StopTimers();
        if (Grain is IAsyncDisposable asyncDisposable)
        {
            await asyncDisposable.DisposeAsync();
        }
        else
        {
            (Grain as IDisposable)?.Dispose();
        }

        await _scope.DisposeAsync();
    }
}
