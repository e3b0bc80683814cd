namespace Identity.Grains.Sessions;

/// <summary>A revoked access token.</summary>
[GenerateSerializer, Immutable, Alias("identity.revoked-token")]
public sealed record RevokedToken
{
    /// <summary>Its jti.</summary>
    [Id(0)]
    public required string Jti { get; init; }

    /// <summary>Unix seconds; forgotten afterwards.</summary>
    [Id(1)]
    public long ExpiresAt { get; init; }
}
