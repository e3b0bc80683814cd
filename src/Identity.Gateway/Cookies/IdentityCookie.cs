using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Identity.Gateway.Realms;
using Identity.Gateway.Tokens;
using Identity.Grains.Keys;
using Identity.Grains.Sessions;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Cookies;

/// <summary>The single sign-on cookies: KEYCLOAK_IDENTITY, a signed token that names the session, and KEYCLOAK_SESSION, the hash
/// of the session's id that the status page's script compares.</summary>
internal static class IdentityCookie
{
    public const string Name = "KEYCLOAK_IDENTITY";
    public const string SessionName = "KEYCLOAK_SESSION";
    private const string TokenType = "Serialized-ID";
    private const string JwtType = "JWT";
    private const int MaxLength = 4096;

    /// <summary>Sets both cookies. They outlive the browser only with remember-me.</summary>
    public static void Set(HttpContext http, RealmContext realm, SessionView session, DateTimeOffset now)
    {
        var settings = realm.Realm.Settings;
        var lifespan = session.RememberMe && settings.SsoSessionMaxLifespanRememberMe > 0 ? settings.SsoSessionMaxLifespanRememberMe : settings.SsoSessionMaxLifespan;
        var expires = Math.Min(session.MaxExpiresAt, now.ToUnixTimeSeconds() + lifespan);
        var token = Jwt.Sign(realm.Realm.Keys.Own.Identity.Signs, JwtType, Claims(realm, session, now, expires));
        var maxAge = TimeSpan.FromSeconds(Math.Max(0, expires - now.ToUnixTimeSeconds()));
        RealmCookies.Set(http, realm, Name, token, httpOnly: true, session.RememberMe ? maxAge : null);
        RealmCookies.Set(http, realm, SessionName, HashOf(session.Id), httpOnly: false, maxAge);
    }

    /// <summary>Forgets both.</summary>
    public static void Clear(HttpContext http, RealmContext realm)
    {
        RealmCookies.Clear(http, realm, Name);
        RealmCookies.Clear(http, realm, SessionName);
    }

    /// <summary>What the cookie says, if this realm signed it and it has not expired; null otherwise. Whether the session is live is its grain's to say.</summary>
    public static IdentityClaims? Read(HttpContext http, RealmContext realm, DateTimeOffset now)
    {
        if (!http.Request.Cookies.TryGetValue(Name, out var token) || token.Length > MaxLength || Jwt.Verify(realm.Realm.Keys.Own.Identity, JwtType, token) is not { } claims)
        {
            return null;
        }

        var reading = new ClaimReading(claims);
        var (type, issuer, expires) = (reading.Name("typ"), reading.Name("iss"), reading.Time("exp"));
        var identity = new IdentityClaims(reading.Name("sid"), reading.Name("sub"));
        reading.Name("jti");
        reading.Time("iat");
        return reading.IsGood && type == TokenType && issuer == realm.Issuer && expires > now.ToUnixTimeSeconds() ? identity : null;
    }

    /// <summary>What KEYCLOAK_SESSION holds for a session.</summary>
    public static string HashOf(string sid) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(sid)));

    private static byte[] Claims(RealmContext realm, SessionView session, DateTimeOffset now, long expires)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("exp", expires);
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteString("jti", Guid.NewGuid());
            json.WriteString("iss", realm.Issuer);
            json.WriteString("sub", session.UserId);
            json.WriteString("typ", TokenType);
            json.WriteString("sid", session.Id);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
