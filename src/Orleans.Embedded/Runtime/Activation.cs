using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded;

/// <summary>One grain in memory: its object, its records, its turns, and how it comes and goes.</summary>
#pragma warning disable CA1001 // A token source without a timer holds nothing; late users of its token must not meet a disposed one.
internal sealed partial class Activation : IGrainContext
#pragma warning restore CA1001
{
    private static readonly SendOrPostCallback s_run = static turn => Run((Turn)turn!);
    private static readonly SendOrPostCallback s_activate = static activation => _ = ((Activation)activation!).ActivateAsync();
    private static readonly SendOrPostCallback s_deactivate = static activation => _ = ((Activation)activation!).DeactivateAsync();

    private readonly Lock _gate = new();
    private readonly TurnQueue _turns = new();
    private readonly CancellationTokenSource _activating = new();
    private readonly TaskCompletionSource _deactivated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ActivationScheduler _scheduler;
    private readonly Activations _owner;
    private Phase _phase;
    private DeactivationReason? _ending;
    private bool _finishesWaiting;
    private long _lastUsed;
    private long _keepUntil = long.MinValue;

    internal Activation(Activations owner, GrainClass grainClass, ActivationKey key)
    {
        _owner = owner;
        Class = grainClass;
        Key = key;
        Body = new GrainBody(this);
        _scheduler = new ActivationScheduler(this);
        _lastUsed = owner.Time.GetTimestamp();
    }

    private enum Phase
    {
        New,
        Activating,
        Active,
        Deactivating,
        Ended,
    }

    public GrainId GrainId => Key.GrainId;

    public object? GrainInstance => Body.Grain;

    public IServiceProvider ActivationServices => Body.Services;

    public Task Deactivated => _deactivated.Task;

    internal GrainClass Class { get; }

    internal ActivationKey Key { get; }

    internal GrainBody Body { get; }

    internal TimeProvider Time => _owner.Time;

    internal IGrainFactory GrainFactory => References;

    internal GrainReferences References => _owner.References;

    internal long LastUsed => Volatile.Read(ref _lastUsed);

    /// <summary>How many turns are under way or waiting; approximate.</summary>
    internal int Load => _turns.UnderWay + _turns.Waiting;

    private bool MayStartTurns => _ending is null || _finishesWaiting;

    /// <summary>Takes a turn, to run it now or in its order; false when the activation has ended.</summary>
    internal bool TryAccept(Turn turn)
    {
        lock (_gate)
        {
            if (_phase == Phase.Ended)
            {
                return false;
            }

            Wake();
            turn.Activation = this;
            var isAwaited = turn.IsAwaitedBy(this);
            if (_phase == Phase.Active && (isAwaited ? _turns.MayJoin(turn) : MayStartTurns && _turns.MayStart(turn)))
            {
                Start(turn);
            }
            else if (isAwaited)
            {
                turn.Fail(new InvalidOperationException(
                    $"{GrainId} would wait for itself: a turn of it waits, directly or through other grains, for this call."));
            }
            else
            {
                _turns.Wait(turn);
            }

            return true;
        }
    }

    /// <summary>Takes over the waiting turns of the activation that was here before; nothing starts until <see cref="WakeUp"/>.</summary>
    internal void Inherit(Turn[] waiting)
    {
        foreach (var turn in waiting)
        {
            turn.Activation = this;
            _turns.Wait(turn);
        }
    }

    internal void WakeUp()
    {
        lock (_gate)
        {
            Wake();
        }
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken) =>
        Deactivate(deactivationReason, finishWaiting: false);

    /// <summary>Ends the activation after the turns under way, or after those waiting as well.</summary>
    internal void Deactivate(DeactivationReason reason, bool finishWaiting)
    {
        lock (_gate)
        {
            if (_phase == Phase.New)
            {
                _phase = Phase.Ended;
                _owner.Remove(this);
                _deactivated.SetResult();
                return;
            }

            _ending ??= reason;
            
            // A grain that gives up while it is activated still serves who waits for it, or it would be made again and again.
            _finishesWaiting |= finishWaiting || _phase == Phase.Activating;
            Continue();
        }
    }

    internal void DelayDeactivation(TimeSpan time) =>
        Volatile.Write(ref _keepUntil, time <= TimeSpan.Zero ? long.MinValue : _owner.TimestampAfter(time));

    /// <summary>Whether no turn has used the grain since the given timestamp and it may be collected.</summary>
    internal bool IsIdleSince(long timestamp, long now)
    {
        lock (_gate)
        {
            return _phase is Phase.New or Phase.Active && _ending is null && Load == 0 && _lastUsed <= timestamp && _keepUntil <= now;
        }
    }

    /// <summary>Fails the callers of the turns that were asked for at the given time or earlier; what runs goes on.</summary>
    internal void FailCallers(long madeBy, Func<GrainId, Exception> exception)
    {
        if (Load == 0)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var turn in _turns.MadeBy(madeBy).Where(turn => turn.Expires))
            {
                turn.Fail(exception(GrainId));
            }
        }
    }

    /// <summary>Cancels the activation's own work, as when activating takes too long.</summary>
    internal void CancelActivating(long startedBy)
    {
        if (_phase == Phase.Activating && LastUsed <= startedBy)
        {
            _activating.Cancel();
        }
    }

    /// <summary>Puts a turn that has begun back in front of the queue unless it is alone; true when it went back.</summary>
    internal bool GoesBackToBeAlone(Turn turn)
    {
        lock (_gate)
        {
            if (_turns.IsAlone())
            {
                return false;
            }

            if (turn.IsAwaitedBy(this))
            {
                throw new InconsistentStateException(
                    $"The state of {GrainId} changed elsewhere while a turn of it waited for this call; call again.");
            }

            _turns.Stop(turn);
            turn.Pause();
            turn.NeedsToBeAlone = true;
            _turns.WaitFirst(turn);
            Continue();
            return true;
        }
    }

    internal void ReportUnobserved(Exception exception) => LogUnobserved(_owner.Logger, exception, GrainId);

    internal void ReportTimer(Exception exception) => LogTimerFailed(_owner.Logger, exception, GrainId);

    private static void Run(Turn turn)
    {
        if (turn.Context is null)
        {
            _ = turn.Activation!.RunAsync(turn);
            return;
        }

        ExecutionContext.Run(turn.Context, static state => _ = ((Turn)state!).Activation!.RunAsync((Turn)state), turn);
    }

    private void Wake()
    {
        if (_phase == Phase.New)
        {
            _phase = Phase.Activating;
            _owner.Metrics.Activated();
            _scheduler.Post(s_activate, this);
        }
    }

    private void Start(Turn turn)
    {
        if (turn.TryBegin())
        {
            _turns.Start(turn);
            _scheduler.Post(s_run, turn);
        }
    }

    private void Continue()
    {
        if (_phase != Phase.Active)
        {
            return;
        }

        while (MayStartTurns && _turns.TryTakeNext(out var next))
        {
            Start(next);
        }

        if (_ending is not null && _turns.UnderWay == 0 && (!_finishesWaiting || _turns.Waiting == 0))
        {
            _phase = Phase.Deactivating;
            _scheduler.Post(s_deactivate, this);
        }
    }

    private async Task RunAsync(Turn turn)
    {
        Turn.Current = turn;
        Exception? failure = null;
        try
        {
            if (Body.HasRecords && turn.Mode != TurnMode.Free && !await Body.TryRefreshAsync(turn))
            {
                return;
            }

            await turn.InvokeAsync(Body.Grain!);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        Finish(turn, failure);
    }

    private void Finish(Turn turn, Exception? failure)
    {
        turn.End();
        lock (_gate)
        {
            _turns.Stop(turn);
            if (turn.IsUse)
            {
                Volatile.Write(ref _lastUsed, Time.GetTimestamp());
            }

            if (failure is InconsistentStateException { IsSourceActivation: true } conflict)
            {
                conflict.IsSourceActivation = false;
                _ending ??= new DeactivationReason(DeactivationReasonCode.ApplicationError, failure, "A write met another version.");
            }

            Continue();
        }

        _owner.Metrics.TurnEnded();
        if (failure is null)
        {
            turn.Succeed();
        }
        else
        {
            turn.Fail(failure);
        }
    }

    private async Task ActivateAsync()
    {
        var lifecycle = Turn.Current = new LifecycleTurn(this);
        try
        {
            await Body.ComeAliveAsync(_owner.Services, reads: !BeginsAnew(), _activating.Token);
            _activating.Token.ThrowIfCancellationRequested();
        }
        catch (Exception exception)
        {
            LogActivationFailed(_owner.Logger, exception, GrainId);
            await ReleaseAsync();
            lifecycle.End();
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

    private bool BeginsAnew()
    {
        lock (_gate)
        {
            return Class.MayReadLater && _turns.BeginsAnew();
        }
    }

    private async Task DeactivateAsync()
    {
        var lifecycle = Turn.Current = new LifecycleTurn(this);
        var reason = _ending!.Value;
        try
        {
            Body.StopTimers();
            await Body.SayGoodbyeAsync(reason, _owner.DeactivationTimeout);
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

    private async Task ReleaseAsync()
    {
        try
        {
            await Body.DisposeAsync();
        }
        catch (Exception exception)
        {
            LogDeactivationFailed(_owner.Logger, exception, GrainId);
        }
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
}
