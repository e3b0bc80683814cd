using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>A timer whose ticks are turns of its activation.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly CancellationTokenSource _stopped = new();
    private readonly ITimer _timer;
    private TimeSpan _period;
    private bool _ticking;
    private bool _changed;

    internal GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _callback = callback;
        _options = options;

        // A tick does not belong to the call during which the timer was made.
        using (ExecutionContext.SuppressFlow())
        {
            _timer = activation.Time.CreateTimer(
                static timer => ((GrainTimer)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (_stopped)
        {
            _period = period;
            _changed = _ticking;
            if (!_stopped.IsCancellationRequested)
            {
                _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        lock (_stopped)
        {
            if (_stopped.IsCancellationRequested)
            {
                return;
            }

            _timer.Dispose();
        }

        _stopped.Cancel();
        _activation.Body.Forget(this);
    }

    private void Fire()
    {
        lock (_stopped)
        {
            if (_ticking || _stopped.IsCancellationRequested)
            {
                return;
            }

            _ticking = true;
            _changed = false;
        }

        var mode = _options.Interleave ? TurnMode.Free : _activation.Class.Reentrant ? TurnMode.Shared : TurnMode.Exclusive;
        _activation.TryAccept(new Tick(this, mode, _activation.Time.GetTimestamp()));
    }

    private void Ticked()
    {
        lock (_stopped)
        {
            _ticking = false;
            if (!_changed && _period >= TimeSpan.Zero && !_stopped.IsCancellationRequested)
            {
                _timer.Change(_period, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private sealed class Tick(GrainTimer timer, TurnMode mode, long madeAt) : Turn(mode, madeAt)
    {
        internal override bool IsUse => timer._options.KeepAlive;

        internal override bool TryBegin() => !timer._stopped.IsCancellationRequested && base.TryBegin();

        internal override Task InvokeAsync(object grain) => timer._callback(timer._stopped.Token);

        internal override void Succeed() => timer.Ticked();

        internal override void Fail(Exception exception)
        {
            if (exception is not OperationCanceledException || !timer._stopped.IsCancellationRequested)
            {
                timer._activation.ReportTimer(exception);
            }

            timer.Ticked();
        }
    }
}
