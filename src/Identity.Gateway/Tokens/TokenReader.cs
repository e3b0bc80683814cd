using Identity.Gateway.Realms;
using Identity.Grains.Keys;
using Identity.Grains.Protocol;

namespace Identity.Gateway.Tokens;

/// <summary>Reads tokens that this realm issued.</summary>
internal static class TokenReader
{
    // Which keys have signed which text is the same for the whole process.
    private static readonly VerifiedTokens s_verified = new();

    /// <summary>The token when one of the realm's keys signed it, for this issuer, as one of <see cref="TokenTypes"/>; null for anything
    /// else. Times and liveness are the caller's to check.</summary>
    public static VerifiedToken? Read(RealmContext realm, string? text) =>
        text is not null && Verified(realm.Realm.Keys, text) is { } token && token.Issuer == realm.Issuer ? token : null;

    private static VerifiedToken? Verified(RealmKeys keys, string text)
    {
        if (text.Length > VerifiedTokens.MaxLength)
        {
            return Verify(keys, text);
        }

        var name = TokenName.Of(keys.Ring, text);
        if (s_verified.Find(name) is { } known)
        {
            return known;
        }

        // A refresh token comes once or twice, and its signature costs next to nothing.
        var token = Verify(keys, text);
        if (token is { Type: TokenTypes.Bearer or TokenTypes.Id })
        {
            s_verified.Add(name, token);
        }

        return token;
    }

    // A key of the realm, which somebody may know, makes no refresh token.
    private static VerifiedToken? Own(RealmKeys keys, string text) =>
        Jwt.Verify(keys.Own.Refresh, TokenIssuer.JwtType, text) is { } claims && VerifiedToken.Of(claims) is { Type: TokenTypes.Refresh or TokenTypes.Offline } token ? token : null;

    private static VerifiedToken? Signed(RealmKeys keys, string text) =>
        Jwt.Verify(keys, text) is { } claims && VerifiedToken.Of(claims) is { Type: TokenTypes.Bearer or TokenTypes.Id } token ? token : null;

    private static VerifiedToken? Verify(RealmKeys keys, string text) => Own(keys, text) ?? Signed(keys, text);
}
