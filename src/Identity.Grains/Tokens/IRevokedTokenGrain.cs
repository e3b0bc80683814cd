namespace Identity.Grains.Tokens;

/// <summary>Remembers that one access token without a session was revoked.</summary>
/// <remarks>Key: realm/jti. Owns: the revocation, until the token would have expired. Written: before the reply.
/// Called by: revocation, introspection and userinfo.</remarks>
[Alias("identity.revoked-token-grain"), Version(1)]
public interface IRevokedTokenGrain : IGrainWithStringKey
{
    /// <summary>Revokes the token until <paramref name="expiresAt"/> (Unix seconds). Idempotent.</summary>
    [Alias("revoke"), Repeatable]
    Task RevokeAsync(long expiresAt);

    /// <summary>Uses up what the key names, until <paramref name="expiresAt"/> (Unix seconds). True for one caller only.</summary>
    /// <remarks>For what serves once and has no state of its own, a client assertion's jti for example. Committed before the reply.</remarks>
    [Alias("try-use")]
    Task<bool> TryUseAsync(long expiresAt);
}
