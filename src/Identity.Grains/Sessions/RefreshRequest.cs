namespace Identity.Grains.Sessions;

/// <summary>A refresh token presented at the token endpoint.</summary>
[GenerateSerializer, Immutable, Alias("identity.refresh-request")]
public sealed record RefreshRequest
{
    /// <summary>The Id (UUID) of the authenticated client.</summary>
    [Id(0)]
    public required string ClientId { get; init; }

    /// <summary>The token's reuse_id; null when it was issued without rotation.</summary>
    [Id(1)]
    public string? FamilyId { get; init; }

    /// <summary>The token's generation.</summary>
    [Id(2)]
    public int Generation { get; init; }

    /// <summary>The token's iat.</summary>
    [Id(3)]
    public long IssuedAt { get; init; }

    /// <summary>Whether the realm rotates refresh tokens.</summary>
    [Id(4)]
    public bool Rotate { get; init; }
}
