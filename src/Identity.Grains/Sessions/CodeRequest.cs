namespace Identity.Grains.Sessions;

/// <summary>What an authorization code will be redeemed against.</summary>
[GenerateSerializer, Immutable, Alias("identity.code-request")]
public sealed record CodeRequest
{
    /// <summary>As sent in the authorization request; null when it was left out.</summary>
    [Id(0)]
    public string? RedirectUri { get; init; }

    /// <summary>Granted scope.</summary>
    [Id(1)]
    public required string Scope { get; init; }

    /// <summary>For the ID token.</summary>
    [Id(2)]
    public string? Nonce { get; init; }

    /// <summary>RFC 7636.</summary>
    [Id(3)]
    public string? CodeChallenge { get; init; }

    /// <summary>S256 or plain.</summary>
    [Id(4)]
    public string? CodeChallengeMethod { get; init; }

    /// <summary>The claims parameter, JSON.</summary>
    [Id(5)]
    public string? Claims { get; init; }

    /// <summary>Unix seconds of a fresh proof made for this authorization; null when the session's own proof serves.</summary>
    [Id(6)]
    public long? AuthTime { get; init; }
}
