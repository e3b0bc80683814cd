namespace Identity.Grains.Background;

/// <summary>Lets one line a period through, for what strangers can bring about: who connects must not be able to fill the log.</summary>
public sealed class RareLog(TimeProvider time, TimeSpan period)
{
    private long _lastAt;

    /// <summary>One line a minute.</summary>
    public RareLog(TimeProvider time)
        : this(time, TimeSpan.FromMinutes(1))
    {
    }

    /// <summary>True for one caller a period.</summary>
    public bool IsTime()
    {
        var (now, last) = (time.GetTimestamp(), Volatile.Read(ref _lastAt));
        return (last == 0 || time.GetElapsedTime(last, now) > period) && Interlocked.CompareExchange(ref _lastAt, now, last) == last;
    }
}
