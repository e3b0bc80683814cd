namespace Identity.Gateway.Tokens;

/// <summary>The answer to a token request.</summary>
internal sealed record IssuedTokens
{
    public required string AccessToken { get; init; }

    /// <summary>Seconds.</summary>
    public required long ExpiresIn { get; init; }

    /// <summary>Null when none is issued.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>Seconds; 0 when none is issued or it does not expire by itself.</summary>
    public long RefreshExpiresIn { get; init; }

    /// <summary>Null without openid.</summary>
    public string? IdToken { get; init; }

    /// <summary>Unix seconds; 0 for none.</summary>
    public long NotBefore { get; init; }

    /// <summary>The sid; null for tokens without a session.</summary>
    public string? SessionState { get; init; }

    public required string Scope { get; init; }

    /// <summary>Whom they are about.</summary>
    public required string UserId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"IssuedTokens {{ {SessionState} }}";
}
