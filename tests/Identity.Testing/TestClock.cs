using Microsoft.Extensions.Time.Testing;

namespace Identity.Testing;

/// <summary>A clock that stands still until it is advanced, and tells how many timers wait for that.</summary>
public sealed class TestClock : FakeTimeProvider
{
    private int _timers;

    /// <summary>Begins at 2026-01-05 08:00 UTC, a Monday morning.</summary>
    public TestClock()
        : this(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero))
    {
    }

    public TestClock(DateTimeOffset start)
        : base(start)
    {
    }

    /// <summary>How many timers have been made and not disposed of.</summary>
    public int TimerCount => Volatile.Read(ref _timers);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Interlocked.Increment(ref _timers);
        return new CountedTimer(this, timer);
    }

    private sealed class CountedTimer(TestClock clock, ITimer timer) : ITimer
    {
        private int _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                Interlocked.Decrement(ref clock._timers);
                timer.Dispose();
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
