using Identity.Gateway.Realms;
using Identity.Grains.Keys;
using Identity.Grains.Protocol;

namespace Identity.Gateway.Tokens;

/// <summary>Reads tokens that this realm issued.</summary>
internal static class TokenReader
{
    /// <summary>The token when one of the realm's keys signed it, for this issuer, as one of <see cref="TokenTypes"/>; null for anything
    /// else. Times and liveness are the caller's to check.</summary>
    public static VerifiedToken? Read(RealmContext realm, string? text)
    {
        if (text is null || Jwt.Verify(realm.Realm.Keys, text) is not { } claims)
        {
            return null;
        }

        var token = new VerifiedToken(claims);
        return token is { Type: TokenTypes.Bearer or TokenTypes.Id or TokenTypes.Refresh or TokenTypes.Offline, IssuedAt: > 0 }
            && token.Id.Length > 0
            && claims.TryGetProperty(ClaimNames.Issuer, out var issuer) && issuer.ValueEquals(realm.Issuer)
            && (token.SessionId is null || SessionIds.IsWellFormed(token.SessionId))
                ? token
                : null;
    }
}
