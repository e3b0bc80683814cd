namespace Identity.Faults.Load;

/// <summary>The sessions that are logged in, each used by one request at a time.</summary>
internal sealed class LiveSessions
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private readonly LinkedList<LiveSession> _idle = new();
    private int _count;

    /// <summary>Logged in, idle or not.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Add(LiveSession session)
    {
        Interlocked.Increment(ref _count);
        Return(session);
    }

    /// <summary>The one that has been idle for longest; null: all are in use.</summary>
    public LiveSession? TryTake(Func<LiveSession, bool>? suits = null)
    {
        lock (_lock)
        {
            for (var node = _idle.First; node is not null; node = node.Next)
            {
                if (suits is null || suits(node.Value))
                {
                    _idle.Remove(node);
                    return node.Value;
                }
            }

            return null;
        }
    }

    public void Return(LiveSession session)
    {
        lock (_lock)
        {
            _idle.AddLast(session);
        }
    }

    /// <summary>Puts a session whose client got no answer in front, to be tried again in a second.</summary>
    public async Task ReturnInASecondAsync(LiveSession session)
    {
        await Task.Delay(s_pause);
        lock (_lock)
        {
            _idle.AddFirst(session);
        }
    }

    /// <summary>One that was taken is over.</summary>
    public void Forget() => Interlocked.Decrement(ref _count);
}
