namespace Identity.Grains.Tokens;

/// <summary>A revoked access token that belongs to no session.</summary>
[GenerateSerializer, Immutable, Alias("identity.revoked-token-state")]
public sealed record RevokedTokenState
{
    /// <summary>Version of this stored shape.</summary>
    [Id(0)]
    public int Schema { get; init; } = 1;

    /// <summary>Its jti.</summary>
    [Id(1)]
    public required string Id { get; init; }

    /// <summary>Unix seconds; the row may go afterwards.</summary>
    [Id(2)]
    public long ExpiresAt { get; init; }
}
