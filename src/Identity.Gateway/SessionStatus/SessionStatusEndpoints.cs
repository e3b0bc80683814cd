using Identity.Gateway.Cookies;
using Identity.Gateway.Pages;
using Identity.Gateway.Realms;
using Identity.Grains.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Identity.Gateway.SessionStatus;

/// <summary>The pages that keycloak-js and other OpenID Connect libraries load in hidden frames: whether the session changed, and whether the browser
/// sends our cookies to frames at all.</summary>
internal static class SessionStatusEndpoints
{
    private const string Protocol = "/protocol/openid-connect";
    private const string ProbeCookie = "KEYCLOAK_3P_COOKIE";
    private const int MaxOriginLength = 256;

    public static void MapSessionStatus(this IEndpointRouteBuilder routes)
    {
        routes.MapRealm($"{Protocol}/login-status-iframe.html", ["GET"], (http, _) => WriteAsync(http, StatusScripts.LoginStatus));
        routes.MapRealm($"{Protocol}/login-status-iframe.html/init", ["GET"], InitAsync);
        routes.MapRealm($"{Protocol}/3p-cookies/step1.html", ["GET"], (http, realm) =>
        {
            RealmCookies.Set(http, realm, ProbeCookie, "probe", httpOnly: true, TimeSpan.FromMinutes(1));
            return WriteAsync(http, StatusScripts.ThirdPartyStep1);
        });
        routes.MapRealm($"{Protocol}/3p-cookies/step2.html", ["GET"], (http, realm) =>
        {
            var arrived = http.Request.Cookies.ContainsKey(ProbeCookie);
            RealmCookies.Clear(http, realm, ProbeCookie);
            return WriteAsync(http, arrived ? StatusScripts.Supported : StatusScripts.Unsupported);
        });
        routes.MapGet("/robots.txt", http =>
        {
            http.Response.ContentType = "text/plain; charset=utf-8";
            return http.Response.WriteAsync("User-agent: *\nDisallow: /\n", http.RequestAborted);
        });
    }

    // Only the client's own origins may ask about its users.
    private static Task InitAsync(HttpContext http, RealmContext realm)
    {
        var query = http.Request.Query;
        var isAllowed = query["client_id"] is [{ } clientId] && query["origin"] is [{ Length: <= MaxOriginLength } origin]
            && realm.Realm.FindClient(clientId) is { Enabled: true } client
            && (WebOrigins.Of(client).Any(allowed => allowed == "*" || allowed == origin) || IsOwn(realm, origin));
        PageHeaders.ApplyCommon(http);
        http.Response.StatusCode = isAllowed ? StatusCodes.Status204NoContent : StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static bool IsOwn(RealmContext realm, string origin) => ((string[])[realm.BaseUrl, realm.AdminUrl]).Any(address => new Uri(address).GetLeftPart(UriPartial.Authority) == origin);

    private static Task WriteAsync(HttpContext http, StatusScript script)
    {
        PageHeaders.ApplyEmbeddable(http, script.Hash);
        http.Response.ContentType = "text/html;charset=utf-8";
        return http.Response.Body.WriteAsync(script.Page, http.RequestAborted).AsTask();
    }
}
