namespace Identity.Gateway.Logout.Notices;

/// <summary>Which notice is sent next: clients take turns, and those that answer slowly wait for each other, not the others for them.</summary>
/// <remarks>
/// An attempt that takes longer than half a second moves to a place among the slow, of which there are many, and frees its own. A client
/// whose attempt ran out of time is left alone for a while that doubles, and then has few places. Some are kept for clients that are
/// known to be quick. At most 10,000 notices wait, 4,000 a realm, 200 a client; one that has waited for 100 s is given up: its client
/// would not take it any more.
/// </remarks>
internal sealed class NoticeQueue(TimeProvider time) : IDisposable
{
    public const int MaxWaiting = 10_000;
    public const int MaxOfRealm = 4_000;
    public const int MaxOfClient = 200;
    private const int MaxKnown = 10_000;
    private const int MaxUnderWayOfClient = 2;
    private const int MaxQuickAndUnknown = 64;
    private const int MaxUnknown = 48;
    private const int MaxSilent = 16;
    private const int MaxSlow = 256;
    private static readonly TimeSpan s_life = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);

    private readonly Lock _turn = new();
    private readonly Dictionary<(string Realm, string Client), NoticeLane> _lanes = [];
    private readonly Dictionary<string, int> _waitingOfRealm = new(StringComparer.Ordinal);
    private readonly NoticeLines _lines = new(time);
    private readonly int[] _taken = new int[4];
    private readonly SemaphoreSlim _changed = new(0);
    private bool _closed;

    /// <summary>How many wait.</summary>
    public int Waiting { get; private set; }

    /// <summary>How many have waited for too long and were given up.</summary>
    public long Expired { get; private set; }

    /// <summary>Nothing comes any more, and everything is over.</summary>
    public bool IsFinished
    {
        get
        {
            lock (_turn)
            {
                return _closed && Waiting == 0 && _taken.Sum() == 0;
            }
        }
    }

    /// <summary>False: there is no room for it.</summary>
    public bool TryAdd(string realm, LogoutNotice notice)
    {
        lock (_turn)
        {
            if (_closed || Waiting == MaxWaiting || _waitingOfRealm.GetValueOrDefault(realm) == MaxOfRealm)
            {
                return false;
            }

            var lane = LaneOf(realm, notice.ClientId);
            if (lane.Waiting.Count == MaxOfClient)
            {
                return false;
            }

            lane.Waiting.Enqueue((notice, time.GetTimestamp()));
            Count(lane, 1);
            LineUp(lane);
        }

        Signal();
        return true;
    }

    /// <summary>The next attempt; null: none now.</summary>
    public NoticeTurn? TryTake()
    {
        lock (_turn)
        {
            return TryTake(NoticeManners.Quick, NoticeSlot.Quick, _taken[(int)NoticeSlot.Quick] + _taken[(int)NoticeSlot.Unknown] < MaxQuickAndUnknown)
                ?? TryTake(NoticeManners.Unknown, NoticeSlot.Unknown, _taken[(int)NoticeSlot.Unknown] < MaxUnknown)
                ?? TryTake(NoticeManners.Silent, NoticeSlot.Silent, _taken[(int)NoticeSlot.Silent] < MaxSilent);
        }
    }

    /// <summary>The attempt takes long: the others need not wait for it.</summary>
    public void Slow(NoticeTurn turn)
    {
        lock (_turn)
        {
            turn.IsSlow = true;
            turn.Lane.SlowUnderWay++;
            if (turn.Slot is NoticeSlot.Silent || _taken[(int)NoticeSlot.Slow] == MaxSlow)
            {
                return;
            }

            _taken[(int)turn.Slot]--;
            turn.Slot = NoticeSlot.Slow;
            _taken[(int)NoticeSlot.Slow]++;
        }

        Signal();
    }

    /// <summary>The attempt is over. To be called for each that was taken.</summary>
    /// <param name="turn">The attempt.</param>
    /// <param name="end">How it ended.</param>
    public void Release(NoticeTurn turn, NoticeEnd end)
    {
        lock (_turn)
        {
            var lane = turn.Lane;
            _taken[(int)turn.Slot]--;
            lane.UnderWay--;
            lane.SlowUnderWay -= turn.IsSlow ? 1 : 0;
            lane.Failures = end == NoticeEnd.OutOfTime ? lane.Failures + 1 : 0;
            lane.Manners = end == NoticeEnd.OutOfTime ? NoticeManners.Silent : turn.IsSlow ? NoticeManners.Unknown : NoticeManners.Quick;
            lane.CoolUntil = end == NoticeEnd.OutOfTime ? time.GetTimestamp() + (long)(PauseAfter(lane.Failures).TotalSeconds * time.TimestampFrequency) : 0;

            LineUp(lane);
        }

        Signal();
    }

    /// <summary>Takes nothing more, and does not wait for the silent.</summary>
    public void Close()
    {
        lock (_turn)
        {
            _closed = true;
            GiveUpCoolingWhenClosed();
        }

        Signal();
    }

    /// <summary>Returns when there may be something to take, or it is finished.</summary>
    public async Task ChangedAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_turn)
        {
            wait = _lines.UntilNext;
        }

        await _changed.WaitAsync(wait, cancellationToken);
    }

    public void Dispose() => _changed.Dispose();

    private static TimeSpan PauseAfter(int failures) =>
        TimeSpan.FromTicks(Math.Min(s_longestPause.Ticks, s_firstPause.Ticks << Math.Min(failures - 1, 10)));

    private NoticeTurn? TryTake(NoticeManners manners, NoticeSlot slot, bool isFree)
    {
        while (isFree && _lines.Next(manners) is { } lane)
        {
            while (lane.Waiting.TryDequeue(out var next))
            {
                Count(lane, -1);
                if (time.GetElapsedTime(next.At) > s_life)
                {
                    Expired++;
                    continue;
                }

                _taken[(int)slot]++;
                lane.UnderWay++;
                LineUp(lane);
                return new NoticeTurn(lane, next.Notice, slot);
            }
        }

        return null;
    }

    // Stands in line where it has something to send and may.
    private void LineUp(NoticeLane lane)
    {
        var most = lane.Manners == NoticeManners.Quick ? MaxUnderWayOfClient : 1;
        if (!lane.InLine && lane.Waiting.Count > 0 && lane.UnderWay < most && lane.SlowUnderWay == 0)
        {
            _lines.Add(lane);
            GiveUpCoolingWhenClosed();
        }
    }

    // Who stops does not wait for the silent.
    private void GiveUpCoolingWhenClosed()
    {
        foreach (var lane in _closed ? _lines.TakeCooling() : [])
        {
            Count(lane, -lane.Waiting.Count);
            lane.Waiting.Clear();
        }
    }

    private NoticeLane LaneOf(string realm, string client)
    {
        if (_lanes.TryGetValue((realm, client), out var lane))
        {
            return lane;
        }

        if (_lanes.Count >= MaxKnown + MaxWaiting)
        {
            foreach (var (key, _) in _lanes.Where(entry => entry.Value.IsIdle).ToList())
            {
                _lanes.Remove(key);
            }
        }

        return _lanes[(realm, client)] = new NoticeLane(realm, client);
    }

    private void Count(NoticeLane lane, int more)
    {
        Waiting += more;
        var left = _waitingOfRealm.GetValueOrDefault(lane.RealmId) + more;
        if (left == 0)
        {
            _waitingOfRealm.Remove(lane.RealmId);
        }
        else
        {
            _waitingOfRealm[lane.RealmId] = left;
        }
    }

    private void Signal()
    {
        if (_changed.CurrentCount == 0)
        {
            _changed.Release();
        }
    }
}
