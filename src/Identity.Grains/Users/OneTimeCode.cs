namespace Identity.Grains.Users;

/// <summary>A one-time code that somebody presents.</summary>
[GenerateSerializer, Immutable, Alias("identity.one-time-code")]
public sealed record OneTimeCode
{
    /// <summary>As typed; null or empty when none came, which counts as a wrong one.</summary>
    [Id(0)]
    public string? Code { get; init; }

    /// <summary>Where the attempt came from.</summary>
    [Id(1)]
    public string? IpAddress { get; init; }

    /// <summary>What the browser it came from keeps of the user (<see cref="KnownBrowsers"/>); null when it keeps nothing.</summary>
    [Id(2)]
    public string? BrowserMark { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "OneTimeCode";
}
