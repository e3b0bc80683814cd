namespace Identity.Silo.Clock;

/// <summary>The database's clock, so that all pods have the same: one whose machine's clock is wrong, or is set while it runs, would
/// take live tokens for expired, expired ones for live, and locked users for free.</summary>
/// <remarks>Between corrections it goes on by the machine's monotonic clock. Before the first it is the machine's clock. Two pods differ by what their
/// fastest answers took, milliseconds in one network: what one wrote after the other has the later time.</remarks>
/// <param name="machine">The machine's clock.</param>
internal sealed class DatabaseClock(TimeProvider machine) : TimeProvider
{
    // How far two clocks that nobody sets drift apart in a second, at most.
    private const double Drift = 0.0002;

    // Further off than an answer's way explains: the database's clock was set, or this machine slept.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMilliseconds(250);

    private volatile Anchor? _anchor;

    /// <summary>How far the machine's clock is ahead of the database's.</summary>
    public TimeSpan MachineAhead => machine.GetUtcNow() - GetUtcNow();

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _anchor is { } anchor ? anchor.Utc + GetElapsedTime(anchor.Timestamp) : machine.GetUtcNow();

    public override long GetTimestamp() => machine.GetTimestamp();

    /// <summary>Takes what the database said, asked at one and answered at another timestamp, if it is better known than what this clock goes by: half the way
    /// of an answer is what an answer may be wrong by.</summary>
    /// <returns>How far this clock was set forward (negative: back); zero when it was left as it was.</returns>
    public TimeSpan Correct(DateTimeOffset databaseNow, long askedAt, long answeredAt)
    {
        var uncertainty = GetElapsedTime(askedAt, answeredAt) / 2;
        var told = databaseNow + uncertainty;
        var error = told - (GetUtcNow() - GetElapsedTime(answeredAt));
        if (_anchor is { } anchor && uncertainty >= UncertaintyOf(anchor, answeredAt) && error.Duration() <= s_tolerance + uncertainty)
        {
            return TimeSpan.Zero;
        }

        _anchor = new Anchor(told, answeredAt, uncertainty);
        return error;
    }

    private TimeSpan UncertaintyOf(Anchor anchor, long at) => anchor.Uncertainty + (GetElapsedTime(anchor.Timestamp, at) * Drift);

    private sealed record Anchor(DateTimeOffset Utc, long Timestamp, TimeSpan Uncertainty);
}
