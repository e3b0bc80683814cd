namespace Identity.Silo.Dashboard;

/// <summary>The security headers of the dashboard and of the form before it.</summary>
internal static class DashboardHeaders
{
    private const string NotFramed = "frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

    /// <summary>The dashboard runs its own script, which makes styles as it goes and talks to this server.</summary>
    public static void ApplyDashboard(IHeaderDictionary headers) => Apply(
        headers,
        $"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + $"connect-src 'self'; form-action 'none'; {NotFramed}");

    /// <summary>The form loads nothing.</summary>
    public static void ApplyForm(IHeaderDictionary headers, string styleHash)
    {
        Apply(headers, $"default-src 'none'; style-src '{styleHash}'; form-action 'self'; {NotFramed}");

        // A browser that sends no referrer at all also withholds the origin of the form.
        headers["Referrer-Policy"] = "same-origin";
    }

    private static void Apply(IHeaderDictionary headers, string policy)
    {
        headers.ContentSecurityPolicy = policy;
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }
}
