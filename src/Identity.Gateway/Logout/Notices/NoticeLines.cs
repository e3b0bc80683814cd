namespace Identity.Gateway.Logout.Notices;

/// <summary>Clients that stand in line, each once: by how they answer, and those that are left alone for a while. Guarded by its <see cref="NoticeQueue"/>.</summary>
internal sealed class NoticeLines(TimeProvider time)
{
    private readonly Queue<NoticeLane>[] _lines = [new(), new(), new()];
    private readonly PriorityQueue<NoticeLane, long> _cooling = new();

    /// <summary>How long the one that is left alone the shortest still is; infinite when there is none.</summary>
    public TimeSpan UntilNext =>
        _cooling.TryPeek(out _, out var until) ? time.GetElapsedTime(time.GetTimestamp(), Math.Max(until, time.GetTimestamp())) : Timeout.InfiniteTimeSpan;

    /// <summary>To the end of its line, so that clients take turns.</summary>
    public void Add(NoticeLane lane)
    {
        lane.InLine = true;
        if (IsCooling(lane.CoolUntil))
        {
            _cooling.Enqueue(lane, lane.CoolUntil);
        }
        else
        {
            _lines[(int)lane.Manners].Enqueue(lane);
        }
    }

    /// <summary>The first of the line; null when nobody stands there.</summary>
    public NoticeLane? Next(NoticeManners manners)
    {
        while (_cooling.TryPeek(out var cooled, out var until) && !IsCooling(until))
        {
            _lines[(int)cooled.Manners].Enqueue(_cooling.Dequeue());
        }

        if (_lines[(int)manners].TryDequeue(out var lane))
        {
            lane.InLine = false;
        }

        return lane;
    }

    /// <summary>Those that are left alone leave.</summary>
    public IReadOnlyList<NoticeLane> TakeCooling()
    {
        var taken = new List<NoticeLane>();
        while (_cooling.TryDequeue(out var lane, out _))
        {
            lane.InLine = false;
            taken.Add(lane);
        }

        return taken;
    }

    private bool IsCooling(long until) => until > time.GetTimestamp();
}
