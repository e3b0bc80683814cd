using System.Text.Json.Nodes;

namespace Identity.Grains.Claims;

/// <summary>Puts the claims of the client's and its scopes' mappers into tokens.</summary>
/// <remarks>The token's issuer adds what makes it a token before or after: iss, exp, iat, jti, typ, azp, sid, scope, nonce and hashes.
/// No mapper can set those.</remarks>
public static class TokenClaims
{
    private const string Lightweight = "client.use.lightweight.access.token.enabled";

    /// <summary>Claims of the access token; only those marked for it when the client uses lightweight ones. Sets sub, aud, acr,
    /// auth_time, allowed-origins, realm_access and resource_access where the scopes say so.</summary>
    public static void AddAccessToken(JsonObject claims, TokenSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var light = subject.Client.Attributes.TryGetValue(Lightweight, out var enabled) && enabled == "true";
        Add(claims, subject, light ? TokenKind.LightAccess : TokenKind.Access);
    }

    /// <summary>Claims of the ID token. Sets sub always; adds to an aud that is there.</summary>
    public static void AddIdToken(JsonObject claims, TokenSubject subject)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(subject);
        claims["sub"] = subject.User.Id;
        Add(claims, subject, TokenKind.Id);
    }

    /// <summary>The answer of the userinfo endpoint. Sets sub always.</summary>
    public static void AddUserInfo(JsonObject claims, TokenSubject subject)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(subject);
        claims["sub"] = subject.User.Id;
        Add(claims, subject, TokenKind.UserInfo);
    }

    /// <summary>Claims of an introspection answer: also those that a lightweight access token left out.</summary>
    public static void AddIntrospection(JsonObject claims, TokenSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        Add(claims, subject, TokenKind.Introspection);
    }

    private static void Add(JsonObject claims, TokenSubject subject, TokenKind kind)
    {
        ArgumentNullException.ThrowIfNull(claims);
        var target = new ClaimTarget(claims, subject, kind);
        foreach (var mapper in subject.Plan.Mappers)
        {
            if ((mapper.Kinds & kind) != 0)
            {
                mapper.Apply(target);
            }
        }
    }
}
