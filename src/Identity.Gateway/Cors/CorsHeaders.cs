using Identity.Gateway.Errors;
using Identity.Gateway.Realms;
using Identity.Grains.Claims;
using Identity.Grains.Clients;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Cors;

/// <summary>Cross-origin answers (Fetch standard, section 3.2). A preflight promises nothing: whether an origin may read the answer is
/// decided by the client's web origins once the client is known.</summary>
internal static class CorsHeaders
{
    private const string AllowedHeaders =
        "Origin, Accept, X-Requested-With, Access-Control-Request-Method, Access-Control-Request-Headers, DPoP, Content-Type, Authorization";

    private const int MaxOriginLength = 256;

    /// <summary>Answers an OPTIONS request.</summary>
    public static Task PreflightAsync(HttpContext http, string methods)
    {
        if (Origin(http) is { } origin)
        {
            Allow(http.Response, origin);
            var headers = http.Response.Headers;
            headers.AccessControlAllowMethods = methods;
            headers.AccessControlAllowHeaders = AllowedHeaders;
            headers.AccessControlMaxAge = "3600";
        }

        http.Response.StatusCode = StatusCodes.Status200OK;
        return Task.CompletedTask;
    }

    /// <summary>Lets any origin read why a request was refused before its client was known: no web origins decide then, and nothing in it is secret.</summary>
    public static OAuthError Readable(HttpContext http, OAuthError error)
    {
        AllowAny(http);
        return error;
    }

    /// <summary>Lets any origin read a public document.</summary>
    public static void AllowAny(HttpContext http)
    {
        if (Origin(http) is { } origin)
        {
            Allow(http.Response, origin);
        }
    }

    /// <summary>Lets the request's origin read the answer if the client's web origins allow it. False when the request has an origin
    /// that they do not allow. A request without one, or from our own pages, passes.</summary>
    public static bool TryAllow(HttpContext http, RealmContext realm, ClientState client)
    {
        if (Origin(http) is not { } origin)
        {
            return true;
        }

        if (!IsAllowed(client, origin) && !IsOwn(realm, origin))
        {
            return false;
        }

        Allow(http.Response, origin);
        http.Response.Headers.AccessControlExposeHeaders = "Access-Control-Allow-Methods";
        return true;
    }

    /// <summary>Drops what was to be answered, but not who may read the answer: an application must be able to tell a fault from a wall.</summary>
    public static void ClearResponse(HttpResponse response)
    {
        var headers = response.Headers;
        var kept = (headers.AccessControlAllowOrigin, headers.AccessControlAllowCredentials, headers.AccessControlExposeHeaders, headers.Vary);
        response.Clear();
        (headers.AccessControlAllowOrigin, headers.AccessControlAllowCredentials, headers.AccessControlExposeHeaders, headers.Vary) = kept;
    }

    private static bool IsAllowed(ClientState client, string origin)
    {
        foreach (var allowed in WebOrigins.Of(client))
        {
            if (allowed == "*" || allowed == origin)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOwn(RealmContext realm, string origin) => IsAt(realm.BaseUrl, origin) || IsAt(realm.AdminUrl, origin);

    private static bool IsAt(string address, string origin) =>
        address.StartsWith(origin, StringComparison.Ordinal) && (address.Length == origin.Length || address[origin.Length] == '/');

    // It is sent back: what no browser sends, and no header may hold, counts as none.
    private static string? Origin(HttpContext http) =>
        http.Request.Headers.Origin is [{ Length: > 0 and <= MaxOriginLength } origin] && origin.All(letter => letter is > ' ' and <= '~') ? origin : null;

    private static void Allow(HttpResponse response, string origin)
    {
        response.Headers.AccessControlAllowOrigin = origin;
        response.Headers.AccessControlAllowCredentials = "true";
        response.Headers.Append("Vary", "Origin");
    }
}
