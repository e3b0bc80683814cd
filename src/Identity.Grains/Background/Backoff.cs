namespace Identity.Grains.Background;

/// <summary>How long to wait before what has failed is tried again.</summary>
public static class Backoff
{
    /// <summary>Doubles with each failure in a row, up to the longest; shorter by up to a quarter, so that those who failed together do not
    /// come again together.</summary>
    /// <param name="failures">In a row, from 1 on.</param>
    /// <param name="first">After the first failure.</param>
    /// <param name="longest">After ever so many.</param>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan longest)
    {
        var pause = Math.Min(longest.Ticks, first.Ticks * Math.Pow(2, Math.Clamp(failures - 1, 0, 30)));
        return TimeSpan.FromTicks((long)(pause * (0.75 + (Random.Shared.NextDouble() / 4))));
    }
}
