namespace Identity.Silo.Clock;

/// <summary>The database's clock, so that all pods have the same: one whose machine's clock is wrong, or is set while it runs, would
/// take live tokens for expired, expired ones for live, and locked users for free.</summary>
/// <remarks>Between corrections it goes on by the machine's monotonic clock. Before the first it is the machine's clock.</remarks>
internal sealed class DatabaseClock : TimeProvider
{
    // Less than that may be the network's doing, and makes no difference to anything counted in seconds.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMilliseconds(250);

    private volatile Anchor? _anchor;

    /// <summary>How far the machine's clock is ahead of the database's.</summary>
    public TimeSpan MachineAhead => System.GetUtcNow() - GetUtcNow();

    public override DateTimeOffset GetUtcNow() => _anchor is { } anchor ? anchor.Utc + GetElapsedTime(anchor.Timestamp) : System.GetUtcNow();

    /// <summary>Takes what the database said, asked at one and answered at another timestamp.</summary>
    /// <returns>How far this clock was set forward (negative: back); zero when it was right.</returns>
    public TimeSpan Correct(DateTimeOffset databaseNow, long askedAt, long answeredAt)
    {
        var roundTrip = GetElapsedTime(askedAt, answeredAt);
        var told = databaseNow + (roundTrip / 2);
        var error = told - (GetUtcNow() - GetElapsedTime(answeredAt));
        if (_anchor is not null && error.Duration() <= s_tolerance + (roundTrip / 2))
        {
            return TimeSpan.Zero;
        }

        _anchor = new Anchor(told, answeredAt);
        return error;
    }

    private sealed record Anchor(DateTimeOffset Utc, long Timestamp);
}
