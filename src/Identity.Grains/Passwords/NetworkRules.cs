namespace Identity.Grains.Passwords;

/// <summary>When the failures of a network are too many, decided without clock, storage or log: as many as the limit at once, and the same number in each
/// hour after that, evenly.</summary>
internal static class NetworkRules
{
    private const long Hour = 3_600_000;

    // Each pod lets one through that the others have left no room for: what is over the hour is made up for, so much at most.
    private const long Over = 600_000;

    /// <summary>Milliseconds that one failure fills of the hour.</summary>
    public static long Each(int failuresAnHour) => Hour / failuresAnHour;

    /// <summary>Counts one more. However many there are, a network is closed for ten minutes and one failure's share at the most.</summary>
    public static NetworkFailuresState Count(NetworkFailuresState before, long each, DateTimeOffset now)
    {
        var at = now.ToUnixTimeMilliseconds();
        return new NetworkFailuresState { ForgottenAt = Math.Max(before.ForgottenAt, Math.Min(Math.Max(before.ForgottenAt, at) + each, at + Hour + Over)) };
    }

    /// <summary>How long it takes until there is room for one more; null when there is.</summary>
    public static TimeSpan? ClosedFor(long forgottenAt, long each, DateTimeOffset now)
    {
        var wait = forgottenAt + each - Hour - now.ToUnixTimeMilliseconds();
        return wait > 0 ? TimeSpan.FromMilliseconds(wait) : null;
    }
}
