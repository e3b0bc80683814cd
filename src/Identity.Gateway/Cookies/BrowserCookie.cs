using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Identity.Gateway.Realms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Cookies;

/// <summary>The random number by which we know the browser that a login began in (AUTH_SESSION_ID).</summary>
/// <remarks>A login in progress holds its hash, so that nobody can make another browser finish it. It says nothing about who
/// is logged in. On https its name begins with <c>__Host-</c>: no other host, subdomains included, can plant it.</remarks>
internal static class BrowserCookie
{
    private const string PlainName = "AUTH_SESSION_ID";
    private const string HostName = "__Host-AUTH_SESSION_ID";
    private const int RandomBytes = 18;

    /// <summary>The hash that names this browser; null when it sent no well-formed cookie.</summary>
    public static string? Read(HttpContext http, RealmContext realm) =>
        http.Request.Cookies.TryGetValue(Name(realm), out var value) && IsWellFormed(value) ? Hash(value) : null;

    /// <summary>The hash that names this browser, giving it a cookie first when it has none: the logins of two tabs share it.</summary>
    public static string ReadOrIssue(HttpContext http, RealmContext realm) => Read(http, realm) ?? Issue(http, realm);

    /// <summary>Gives the browser a new number: what was begun with the old one cannot be finished.</summary>
    public static string Issue(HttpContext http, RealmContext realm)
    {
        var value = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        var secure = RealmCookies.Secure(realm);
        http.Response.Cookies.Append(Name(realm), value, new CookieOptions
        {
            Path = secure ? "/" : $"{new Uri(realm.Issuer).AbsolutePath}/",
            HttpOnly = true,
            Secure = secure,
            SameSite = SameSiteMode.Lax,
        });
        return Hash(value);
    }

    private static string Name(RealmContext realm) => RealmCookies.Secure(realm) ? HostName : PlainName;

    private static bool IsWellFormed(string value) => value.Length == Base64Url.GetEncodedLength(RandomBytes) && Base64Url.IsValid(value);

    private static string Hash(string value) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(value)));
}
