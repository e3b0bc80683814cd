namespace Orleans.Embedded;

/// <summary>The turns of one activation: those under way and those waiting, and which may start next. Not thread-safe.</summary>
/// <remarks>
/// Turns start in the order they came. A free turn passes those waiting; so does a turn that one under way waits for. A shared
/// turn does not pass an exclusive one, so that readers never starve a writer.
/// </remarks>
internal sealed class TurnQueue
{
    private readonly List<Turn> _underWay = new(1);
    private LinkedList<Turn>? _waiting;
    private int _exclusive;
    private int _shared;

    internal int UnderWay => _underWay.Count;

    internal int Waiting => _waiting?.Count ?? 0;

    /// <summary>Whether the turns under way let this one join them.</summary>
    internal bool MayJoin(Turn turn) => turn.Mode switch
    {
        TurnMode.Free => true,
        TurnMode.Shared when !turn.NeedsToBeAlone => _exclusive == 0,
        _ => _exclusive + _shared == 0,
    };

    /// <summary>Whether a turn that comes now may start without waiting.</summary>
    internal bool MayStart(Turn turn) => (Waiting == 0 || turn.Mode == TurnMode.Free) && MayJoin(turn);

    /// <summary>Whether no turn but free ones is under way beside this one.</summary>
    internal bool IsAlone() => _exclusive + _shared <= 1;

    internal void Start(Turn turn)
    {
        _underWay.Add(turn);
        Count(turn, 1);
    }

    internal void Stop(Turn turn)
    {
        _underWay.Remove(turn);
        Count(turn, -1);
    }

    internal void Wait(Turn turn) => (_waiting ??= new()).AddLast(turn);

    internal void WaitFirst(Turn turn) => (_waiting ??= new()).AddFirst(turn);

    /// <summary>Whether the turn that starts next takes it that there is no record.</summary>
    internal bool BeginsAnew() => _waiting?.First?.Value.Need == StateNeed.New;

    /// <summary>Takes the first waiting turn if it may start.</summary>
    internal bool TryTakeNext(out Turn turn)
    {
        turn = _waiting?.First?.Value!;
        if (turn is null || !MayJoin(turn))
        {
            return false;
        }

        _waiting!.RemoveFirst();
        return true;
    }

    internal Turn[] TakeWaiting()
    {
        Turn[] waiting = _waiting is null ? [] : [.. _waiting];
        _waiting = null;
        return waiting;
    }

    /// <summary>All turns that were asked for at the given time or earlier.</summary>
    internal IEnumerable<Turn> MadeBy(long timestamp) =>
        _underWay.Concat(_waiting ?? Enumerable.Empty<Turn>()).Where(turn => turn.MadeAt <= timestamp);

    private void Count(Turn turn, int change)
    {
        _exclusive += turn.Mode == TurnMode.Exclusive ? change : 0;
        _shared += turn.Mode == TurnMode.Shared ? change : 0;
    }
}
