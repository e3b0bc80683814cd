namespace Identity.Grains.Users;

/// <summary>A wrong password, to be counted.</summary>
[GenerateSerializer, Immutable, Alias("identity.password-failure")]
public sealed record PasswordFailure
{
    /// <summary>Where the attempt came from.</summary>
    [Id(0)]
    public string? IpAddress { get; init; }

    /// <summary>What the browser it came from keeps of the user (<see cref="KnownBrowsers"/>); null when it keeps nothing.</summary>
    [Id(1)]
    public string? BrowserMark { get; init; }
}
