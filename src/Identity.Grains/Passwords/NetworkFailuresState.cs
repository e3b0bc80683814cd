namespace Identity.Grains.Passwords;

/// <summary>How much of an hour the failures of a network fill.</summary>
[GenerateSerializer, Immutable, Alias("identity.network-failures-state")]
public sealed record NetworkFailuresState
{
    /// <summary>Version of this stored shape.</summary>
    [Id(0)]
    public int Schema { get; init; } = 1;

    /// <summary>Unix milliseconds at which all failures are forgotten: each moves it by its share of an hour.</summary>
    [Id(1)]
    public long ForgottenAt { get; init; }
}
