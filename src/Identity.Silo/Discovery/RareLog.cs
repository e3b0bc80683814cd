namespace Identity.Silo.Discovery;

/// <summary>Lets one line a minute through, for what strangers can bring about: who connects must not be able to fill the log.</summary>
internal sealed class RareLog(TimeProvider time)
{
    private static readonly TimeSpan s_period = TimeSpan.FromMinutes(1);
    private long _lastAt;

    /// <summary>True for one caller a minute.</summary>
    public bool IsTime()
    {
        var (now, last) = (time.GetTimestamp(), Volatile.Read(ref _lastAt));
        return (last == 0 || time.GetElapsedTime(last, now) > s_period) && Interlocked.CompareExchange(ref _lastAt, now, last) == last;
    }
}
