namespace Identity.Grains.Sessions;

/// <summary>An authorization code that waits for its redemption.</summary>
[GenerateSerializer, Immutable, Alias("identity.pending-code")]
public sealed record PendingCode
{
    /// <summary>SHA-256 of the code's secret, base64url.</summary>
    [Id(0)]
    public required string Hash { get; init; }

    /// <summary>Unix milliseconds.</summary>
    [Id(1)]
    public long ExpiresAt { get; init; }

    /// <summary>What the authorization request said; null when it said none.</summary>
    [Id(2)]
    public string? RedirectUri { get; init; }

    /// <summary>Granted scope.</summary>
    [Id(3)]
    public required string Scope { get; init; }

    /// <summary>For the ID token.</summary>
    [Id(4)]
    public string? Nonce { get; init; }

    /// <summary>RFC 7636.</summary>
    [Id(5)]
    public string? CodeChallenge { get; init; }

    /// <summary>S256 or plain.</summary>
    [Id(6)]
    public string? CodeChallengeMethod { get; init; }

    /// <summary>The claims parameter, JSON.</summary>
    [Id(7)]
    public string? Claims { get; init; }
}
