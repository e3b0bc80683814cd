using Identity.Gateway.Realms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Cookies;

/// <summary>How the realm's cookies are set: below the realm's path, and by the scheme.</summary>
/// <remarks>On https they are Secure with SameSite=None, because the status page and silent logins run in frames of other
/// sites. On http browsers refuse SameSite=None without Secure, so they are Lax there: plain clients at a loopback address work.</remarks>
internal static class RealmCookies
{
    /// <summary>Sets a cookie.</summary>
    /// <param name="http">The answer.</param>
    /// <param name="realm">Whose path it is kept to.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="httpOnly">Hidden from scripts.</param>
    /// <param name="maxAge">Null: until the browser closes.</param>
    public static void Set(HttpContext http, RealmContext realm, string name, string value, bool httpOnly, TimeSpan? maxAge)
    {
        var options = Options(realm, httpOnly);
        options.MaxAge = maxAge;
        http.Response.Cookies.Append(name, value, options);
    }

    /// <summary>Makes the browser forget a cookie.</summary>
    public static void Clear(HttpContext http, RealmContext realm, string name)
    {
        var options = Options(realm, httpOnly: true);
        options.MaxAge = TimeSpan.Zero;
        http.Response.Cookies.Append(name, string.Empty, options);
    }

    /// <summary>Whether browsers reach the realm by https.</summary>
    public static bool Secure(RealmContext realm) => realm.BaseUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    private static CookieOptions Options(RealmContext realm, bool httpOnly) => new()
    {
        Path = $"{new Uri(realm.Issuer).AbsolutePath}/",
        HttpOnly = httpOnly,
        Secure = Secure(realm),
        SameSite = Secure(realm) ? SameSiteMode.None : SameSiteMode.Lax,
    };
}
