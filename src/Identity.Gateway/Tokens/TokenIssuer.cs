using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Identity.Grains.Claims;
using Identity.Grains.Clients;
using Identity.Grains.Keys;
using Identity.Grains.Protocol;

namespace Identity.Gateway.Tokens;

/// <summary>Makes and signs the tokens of one answer.</summary>
internal sealed class TokenIssuer(TimeProvider time)
{
    public const string JwtType = "JWT";
    private const string Rfc9068Type = "at+jwt";

    /// <summary>Issues an access token and, as ordered, a refresh and an ID token.</summary>
    public IssuedTokens Issue(TokenOrder order)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var expires = TokenLifetimes.AccessTokenEnd(order.Realm.Realm, order.Client, order.Session, now);
        var subject = new TokenSubject(order.Realm.Realm, order.Client, order.User, order.Session, order.Scope)
        {
            Nonce = order.Nonce,
            ClaimsParameter = order.ClaimsParameter,
            ExtraNotes = order.Notes,
        };
        var claims = new JsonObject();
        TokenClaims.AddAccessToken(claims, subject);
        var accessToken = AccessToken(order, claims, now, expires);
        var refresh = order is { Refresh: { } refreshOrder, Session: not null }
            ? RefreshToken(order, refreshOrder, claims[ClaimNames.Audience], now)
            : default;
        return new IssuedTokens
        {
            AccessToken = accessToken,
            ExpiresIn = expires - now,
            RefreshToken = refresh.Token,
            RefreshExpiresIn = refresh.Expires is { } refreshExpires ? refreshExpires - now : 0,
            IdToken = order.Scope.OpenId ? IdToken(order, subject, accessToken, now, expires) : null,
            NotBefore = Tokens.NotBefore.Of(order.Realm.Realm, order.Client, order.User),
            SessionState = order.Session is { } session && !IsOn(order.Client, ClientAttributes.ExcludeSessionState) ? session.Id : null,
            Scope = order.Scope.Text,
            UserId = order.User.Id,
        };
    }

    private static string AccessToken(TokenOrder order, JsonObject claims, long now, long expires)
    {
        var lightweight = IsOn(order.Client, ClientAttributes.LightweightAccessToken);
        var id = order.Session is { } session
            ? TokenIds.ForAccessToken(session.Offline, session.PartId, lightweight, order.GrantLetters)
            : TokenIds.ForSessionless(new(order.Client.Id, now, expires, order.Scope.Text), order.Realm.Realm.Keys.Own.Access, lightweight, order.GrantLetters);
        using var payload = new ClaimsPayload(claims);
        payload.Add(ClaimNames.Expires, expires)
            .Add(ClaimNames.IssuedAt, now)
            .Take(ClaimNames.AuthTime)
            .Add(ClaimNames.TokenId, id)
            .Add(ClaimNames.Issuer, order.Realm.Issuer)
            .Take(ClaimNames.Audience, ClaimNames.Subject)
            .Add(ClaimNames.Type, TokenTypes.Bearer)
            .Add(ClaimNames.AuthorizedParty, order.Client.ClientId)
            .Take(ClaimNames.Nonce)
            .Add(ClaimNames.SessionId, order.Session?.Id)
            .Take(ClaimNames.ContextClass, ClaimNames.AllowedOrigins, ClaimNames.RealmAccess, ClaimNames.ResourceAccess)
            .Add(ClaimNames.Scope, order.Scope.Text);
        var type = IsOn(order.Client, ClientAttributes.AccessTokenRfc9068) ? Rfc9068Type : JwtType;
        return Jwt.Sign(Key(order, ClientAttributes.AccessTokenAlgorithm), type, payload.Finish());
    }

    private static string IdToken(TokenOrder order, TokenSubject subject, string accessToken, long now, long expires)
    {
        var claims = new JsonObject { [ClaimNames.Audience] = order.Client.ClientId };
        TokenClaims.AddIdToken(claims, subject);
        var key = Key(order, ClientAttributes.IdTokenAlgorithm);
        using var payload = new ClaimsPayload(claims);
        payload.Add(ClaimNames.Expires, expires)
            .Add(ClaimNames.IssuedAt, now)
            .Take(ClaimNames.AuthTime)
            .Add(ClaimNames.TokenId, Guid.NewGuid().ToString())
            .Add(ClaimNames.Issuer, order.Realm.Issuer)
            .Take(ClaimNames.Audience, ClaimNames.Subject)
            .Add(ClaimNames.Type, TokenTypes.Id)
            .Add(ClaimNames.AuthorizedParty, order.Client.ClientId)
            .Add(ClaimNames.Nonce, order.Nonce)
            .Add(ClaimNames.SessionId, order.Session?.Id)
            .Add(ClaimNames.AccessTokenHash, LeftHalf(key.Algorithm, accessToken))
            .Take(ClaimNames.ContextClass, ClaimNames.AllowedOrigins, ClaimNames.RealmAccess, ClaimNames.ResourceAccess);
        return Jwt.Sign(key, JwtType, payload.Finish());
    }

    private static (string? Token, long? Expires) RefreshToken(TokenOrder order, RefreshOrder refresh, JsonNode? accessAudience, long now)
    {
        var session = order.Session!;
        var expires = TokenLifetimes.RefreshTokenEnd(order.Realm.Realm, order.Client, session, now);
        using var payload = new ClaimsPayload([]);
        payload.Add(ClaimNames.Expires, expires)
            .Add(ClaimNames.IssuedAt, now)
            .Add(ClaimNames.TokenId, TokenIds.ForRefreshToken(refresh.FamilyId, refresh.Generation))
            .Add(ClaimNames.Issuer, order.Realm.Issuer)
            .Add(ClaimNames.Audience, order.Realm.Issuer)
            .Add(ClaimNames.Subject, order.User.Id)
            .Add(ClaimNames.Type, session.Offline ? TokenTypes.Offline : TokenTypes.Refresh)
            .Add(ClaimNames.AuthorizedParty, order.Client.ClientId)
            .Add(ClaimNames.SessionId, session.Id)
            .Add(ClaimNames.Scope, refresh.Scope)
            .TakeAs(ClaimNames.AccessAudience, accessAudience)
            .Add(ClaimNames.Family, refresh.FamilyId)
            .Add(ClaimNames.Generation, refresh.Generation);
        return (Jwt.Sign(order.Realm.Realm.Keys.Own.Refresh.Signs, JwtType, payload.Finish()), expires);
    }

    private static SigningKey Key(TokenOrder order, string attribute)
    {
        var algorithm = order.Client.Attributes.TryGetValue(attribute, out var own) && own.Length > 0
            ? own
            : order.Realm.Realm.Settings.DefaultSignatureAlgorithm;
        return order.Realm.Realm.Keys.ToSign(algorithm);
    }

    // OpenID Connect Core section 3.1.3.6.
    private static string LeftHalf(string algorithm, string text)
    {
        var hash = CryptographicOperations.HashData(JoseAlgorithms.Hash(algorithm), Encoding.ASCII.GetBytes(text));
        return Base64Url.EncodeToString(hash.AsSpan(0, hash.Length / 2));
    }

    private static bool IsOn(ClientState client, string attribute) =>
        client.Attributes.TryGetValue(attribute, out var value) && value == "true";
}
