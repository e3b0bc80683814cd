namespace Identity.Grains.Users;

/// <summary>A right password.</summary>
[GenerateSerializer, Immutable, Alias("identity.password-success")]
public sealed record PasswordSuccess
{
    /// <summary>The credential it matched. When it is no longer the stored one, id and secret, the login is refused.</summary>
    [Id(0)]
    public required Credential Verified { get; init; }

    /// <summary>The same password under the realm's current algorithm; its hash replaces the stored one. Null keeps it.</summary>
    [Id(1)]
    public Credential? Upgraded { get; init; }

    /// <summary>Where the attempt came from.</summary>
    [Id(2)]
    public string? IpAddress { get; init; }

    /// <summary>What the browser it came from keeps of the user (<see cref="KnownBrowsers"/>); null when it keeps nothing.</summary>
    [Id(3)]
    public string? BrowserMark { get; init; }
}
