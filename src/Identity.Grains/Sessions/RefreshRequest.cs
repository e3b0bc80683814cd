namespace Identity.Grains.Sessions;

/// <summary>A refresh token presented at the token endpoint.</summary>
[GenerateSerializer, Immutable, Alias("identity.refresh-request")]
public sealed record RefreshRequest
{
    /// <summary>The Id (UUID) of the authenticated client.</summary>
    [Id(0)]
    public required string ClientId { get; init; }

    /// <summary>The token's reuse_id; the family it belongs to.</summary>
    [Id(1)]
    public required string FamilyId { get; init; }

    /// <summary>The token's generation.</summary>
    [Id(2)]
    public int Generation { get; init; }
}
