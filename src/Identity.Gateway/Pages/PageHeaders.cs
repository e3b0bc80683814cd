using System.Text.Json;
using Identity.Gateway.Realms;
using Identity.Grains.Realms;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Identity.Gateway.Pages;

/// <summary>The security headers of every HTML answer.</summary>
/// <remarks>The realm's browserSecurityHeaders choose who may frame its pages; the rest of the policy is stricter than a realm can
/// set: nothing loads but our stylesheet, no script runs unless its hash is named. Where forms lead is <see cref="FormTargets"/>'s to say.</remarks>
internal static class PageHeaders
{
    private const string NoPermissions =
        "accelerometer=(), bluetooth=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()";

    /// <summary>Headers of a page.</summary>
    /// <param name="http">The answer.</param>
    /// <param name="realm">Whose settings apply.</param>
    /// <param name="scriptHash">CSP hash of the page's one inline script, for example sha256-...; null where there is none.</param>
    /// <param name="leadsTo">The address outside where the page's form may lead in the end; null when it stays here.</param>
    public static void Apply(HttpContext http, RealmContext realm, string? scriptHash = null, string? leadsTo = null)
    {
        var script = scriptHash is null ? string.Empty : $" script-src '{scriptHash}';";
        var targets = Directive(realm.Realm, "form-action") ?? FormTargets.Sources(realm, leadsTo);
        ApplyPolicy(http, realm.Realm, $"default-src 'none'; style-src 'self'; img-src 'self' data:;{script} form-action {targets};");
    }

    /// <summary>Headers of a page whose scripts are files of ours, and which talks to this server, in frames too. Caches ask again each time.</summary>
    public static void ApplyApplication(HttpContext http, RealmContext realm)
    {
        // Where it logs in may be another host than its own.
        var login = new Uri(realm.BaseUrl).GetLeftPart(UriPartial.Authority);
        var server = login == new Uri(realm.AdminUrl).GetLeftPart(UriPartial.Authority) ? "'self'" : $"'self' {login}";
        ApplyPolicy(http, realm.Realm, $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src {server}; frame-src {server}; form-action 'none';");
        http.Response.Headers.CacheControl = "no-cache";
    }

    /// <summary>Headers of pages that applications embed from other origins (session status): no framing limits.</summary>
    public static void ApplyEmbeddable(HttpContext http, string scriptHash)
    {
        http.Response.Headers.Remove("X-Frame-Options");
        http.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src '{scriptHash}'; connect-src 'self'; base-uri 'none'; object-src 'none'; form-action 'none'";
        ApplyDocument(http.Response.Headers, "same-origin");
        ApplyCommon(http);
    }

    /// <summary>Headers of every answer of the browser endpoints, redirects included.</summary>
    public static void ApplyCommon(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store, must-revalidate, max-age=0";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        if (http.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }
    }

    private static void ApplyPolicy(HttpContext http, RealmSnapshot realm, string sources)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = $"{sources} frame-ancestors {FrameAncestors(realm)}; base-uri 'none'; object-src 'none'";
        headers.XFrameOptions = Setting(realm, "xFrameOptions", "SAMEORIGIN") is { Length: > 0 } frameOptions ? frameOptions : default(StringValues);
        headers["X-Robots-Tag"] = "none";
        ApplyDocument(headers, Setting(realm, "crossOriginOpenerPolicy", "same-origin"));
        ApplyCommon(http);
    }

    private static void ApplyDocument(IHeaderDictionary headers, string openerPolicy)
    {
        headers["Cross-Origin-Opener-Policy"] = openerPolicy is "same-origin" or "same-origin-allow-popups" or "noopener-allow-popups" or "unsafe-none" ? openerPolicy : "same-origin";
        headers["Permissions-Policy"] = NoPermissions;
    }

    private static string FrameAncestors(RealmSnapshot realm) => Directive(realm, "frame-ancestors") ?? "'self'";

    private static string? Directive(RealmSnapshot realm, string name)
    {
        var policy = Setting(realm, "contentSecurityPolicy", string.Empty);
        foreach (var directive in policy.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (directive.StartsWith($"{name} ", StringComparison.OrdinalIgnoreCase))
            {
                return directive[(name.Length + 1)..];
            }
        }

        return null;
    }

    private static string Setting(RealmSnapshot realm, string name, string fallback) =>
        realm.Settings.Extra is { } extra && extra.TryGetValue("browserSecurityHeaders", out var settings)
            && settings.ValueKind == JsonValueKind.Object && settings.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String && value.GetString() is { } text && text.All(letter => letter is >= ' ' and <= '~')
                ? text
                : fallback;
}
