using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Embedded;

internal sealed partial class Activation
{
    internal void ReportUnobserved(Exception exception) => LogUnobserved(_owner.Logger, exception, GrainId);

    internal void ReportTimer(Exception exception) => LogTimerFailed(_owner.Logger, exception, GrainId);

    internal GrainTimer StartTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options);
        lock (_gate)
        {
            if (_phase >= Phase.Deactivating)
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
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }

    private async Task ActivateAsync()
    {
        var lifecycle = Turn.Current = new LifecycleTurn(this);
        try
        {
            _scope = _owner.Services.CreateAsyncScope();
            GrainInstance = Class.Create(this);
            foreach (var state in _states)
            {
                await state.ReadStateAsync(_lifetime.Token);
            }

            if (GrainInstance is IGrainBase grain)
            {
                await grain.OnActivateAsync(_lifetime.Token);
            }
        }
        catch (Exception exception)
        {
            lifecycle.End();
            LogActivationFailed(_owner.Logger, exception, GrainId);
            await ReleaseAsync();
            End(exception);
            return;
        }

        lifecycle.End();
        lock (_gate)
        {
            Volatile.Write(ref _lastUsed, Time.GetTimestamp());
            _phase = Phase.Active;
            Continue();
        }
    }

    private async Task DeactivateAsync()
    {
        var lifecycle = Turn.Current = new LifecycleTurn(this);
        var reason = _ending!.Value;
        try
        {
            StopTimers();
            if (GrainInstance is IGrainBase grain)
            {
                using var timeout = new CancellationTokenSource(_owner.DeactivationTimeout, Time);
                await grain.OnDeactivateAsync(reason, timeout.Token).WaitAsync(_owner.DeactivationTimeout, Time, CancellationToken.None);
            }
        }
        catch (Exception exception)
        {
            LogDeactivationFailed(_owner.Logger, exception, GrainId);
        }

        await ReleaseAsync();
        lifecycle.End();
        LogDeactivated(_owner.Logger, GrainId, reason.ReasonCode, reason.Description);
        End(failure: null);
    }

    /// <summary>Leaves the field to a successor, which takes the waiting turns in their order.</summary>
    private void End(Exception? failure)
    {
        Turn[] waiting;
        lock (_gate)
        {
            _phase = Phase.Ended;
            waiting = _turns.TakeWaiting();
            if (failure is null && waiting.Length > 0)
            {
                _owner.Succeed(this, waiting);
            }
            else
            {
                _owner.Remove(this);
            }
        }

        _owner.Metrics.Deactivated();
        if (failure is not null)
        {
            foreach (var turn in waiting)
            {
                turn.Fail(failure);
            }
        }

        _deactivated.TrySetResult();
    }

    private void StopTimers()
    {
        GrainTimer[] timers;
        lock (_gate)
        {
            timers = [.. _timers];
        }

        foreach (var timer in timers)
        {
            timer.Dispose();
        }
    }

    private async Task ReleaseAsync()
    {
        try
        {
            StopTimers();
            if (GrainInstance is IAsyncDisposable asyncDisposable)
            {
                await asyncDisposable.DisposeAsync();
            }
            else
            {
                (GrainInstance as IDisposable)?.Dispose();
            }

            await _scope.DisposeAsync();
        }
        catch (Exception exception)
        {
            LogDeactivationFailed(_owner.Logger, exception, GrainId);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Grain {GrainId} could not be activated; its waiting calls failed")]
    private static partial void LogActivationFailed(ILogger logger, Exception exception, GrainId grainId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Grain {GrainId} failed to deactivate; it was left behind")]
    private static partial void LogDeactivationFailed(ILogger logger, Exception exception, GrainId grainId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Grain {GrainId} threw in work that nothing awaits")]
    private static partial void LogUnobserved(ILogger logger, Exception exception, GrainId grainId);

    [LoggerMessage(Level = LogLevel.Error, Message = "A timer tick of grain {GrainId} failed; the next one comes all the same")]
    private static partial void LogTimerFailed(ILogger logger, Exception exception, GrainId grainId);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Grain {GrainId} deactivated: {Code}, {Description}")]
    private static partial void LogDeactivated(ILogger logger, GrainId grainId, DeactivationReasonCode code, string description);
}
