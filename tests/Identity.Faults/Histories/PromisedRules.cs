namespace Identity.Faults.Histories;

/// <summary>The settings of the realms under load that the promises depend on.</summary>
internal sealed record PromisedRules
{
    /// <summary>How long the token before the newest gets the same successor again (docs/decisions/0002).</summary>
    public TimeSpan RefreshGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Wrong passwords until the user is locked out.</summary>
    public int FailureFactor { get; init; } = 3;

    /// <summary>How long the first lock holds.</summary>
    public TimeSpan LockTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>What a bound on time may be off: clocks of pods that are set right, reading the answer.</summary>
    public TimeSpan Slack { get; init; } = TimeSpan.FromSeconds(1);
}
