namespace Identity.Silo.Dashboard;

/// <summary>The cookie in which a browser keeps an administrator's access token for the dashboard, until it is closed.</summary>
internal static class DashboardCookie
{
    private const string Name = "IDENTITY_DASHBOARD";

    // Browsers drop, without a word, a cookie whose name and value are longer than 4,096 characters together.
    private const int MaxLength = 4000;

    /// <summary>The token, unchecked; null: none.</summary>
    public static string? Read(HttpRequest request) => request.Cookies[Name];

    /// <summary>Gives the browser the token; false: it is too long for one.</summary>
    public static bool TrySet(HttpContext http, string token)
    {
        if (token.Length > MaxLength)
        {
            return false;
        }

        http.Response.Cookies.Append(Name, token, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Path = DashboardGate.Path,
            Secure = http.Request.IsHttps,
        });
        return true;
    }
}
