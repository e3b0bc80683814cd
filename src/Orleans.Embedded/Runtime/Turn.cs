namespace Orleans.Embedded;

/// <summary>One thing that an activation does from beginning to end: a call, a timer tick, or its own activation.</summary>
internal abstract class Turn
{
    private const int Queued = 0;
    private const int Begun = 1;
    private const int Withdrawn = 2;

    private static readonly AsyncLocal<Turn?> s_current = new();

    private Turn? _caller;
    private int _state;

    /// <param name="mode">Which other turns may be under way.</param>
    /// <param name="madeAt">The timestamp at which the turn was asked for.</param>
    /// <param name="caller">The turn that waits for this one; null when none does.</param>
    /// <param name="context">The ambient values to run with; null for none.</param>
    protected Turn(TurnMode mode, long madeAt, Turn? caller = null, ExecutionContext? context = null)
    {
        Mode = mode;
        MadeAt = madeAt;
        Context = context;

        // A turn that has ended no longer waits for what it started.
        _caller = caller is { IsUnderWay: true } ? caller : null;
    }

    /// <summary>The turn whose code is running, also across awaits; null outside the grains.</summary>
    internal static Turn? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    internal TurnMode Mode { get; }

    /// <summary>What the turn needs to know of the records; other than <see cref="StateNeed.Current"/> only where it runs alone.</summary>
    internal virtual StateNeed Need => StateNeed.Current;

    /// <summary>The timestamp at which the turn was asked for.</summary>
    internal long MadeAt { get; }

    /// <summary>The caller's ambient values, such as the trace that the call belongs to.</summary>
    internal ExecutionContext? Context { get; private set; }

    internal Activation? Activation { get; set; }

    /// <summary>Whether a turn of a grain waits for this one.</summary>
    internal bool HasCaller => _caller is not null;

    /// <summary>Whether the turn waits to be the only one, so that it can read the state again.</summary>
    internal bool NeedsToBeAlone { get; set; }

    internal bool IsUnderWay { get; private set; }

    /// <summary>Whether the turn counts as use of the grain.</summary>
    internal virtual bool IsUse => true;

    /// <summary>Whether someone waits for the turn who can be told that it takes too long.</summary>
    internal virtual bool Expires => false;

    /// <summary>Whether a turn of the given activation, one that others wait for, waits for this turn.</summary>
    internal bool IsAwaitedBy(Activation activation)
    {
        for (var turn = _caller; turn is not null; turn = turn._caller)
        {
            if (turn.Activation == activation && turn.Mode != TurnMode.Free && turn.IsUnderWay)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Runs the grain's code and keeps its result.</summary>
    internal abstract Task InvokeAsync(object grain);

    /// <summary>Hands out what <see cref="InvokeAsync"/> kept.</summary>
    internal abstract void Succeed();

    /// <summary>Hands out a failure.</summary>
    internal abstract void Fail(Exception exception);

    /// <summary>Claims the turn for running; false when it was withdrawn while it was queued.</summary>
    internal virtual bool TryBegin()
    {
        if (!NeedsToBeAlone && Interlocked.CompareExchange(ref _state, Begun, Queued) != Queued)
        {
            return false;
        }

        IsUnderWay = true;
        return true;
    }

    /// <summary>Takes the turn back while it is queued; false when it has begun.</summary>
    internal bool TryWithdraw() => Interlocked.CompareExchange(ref _state, Withdrawn, Queued) == Queued;

    internal void Pause() => IsUnderWay = false;

    internal void End()
    {
        IsUnderWay = false;

        // Each context leads to the caller's turn: kept, they would make a chain without end.
        _caller = null;
        Context = null;
    }
}
