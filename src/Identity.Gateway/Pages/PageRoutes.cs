using Identity.Gateway.Cors;
using Identity.Gateway.Errors;
using Identity.Gateway.Realms;
using Identity.Grains.Passwords;
using Identity.Grains.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Identity.Gateway.Pages;

/// <summary>Maps endpoints that people see.</summary>
internal static class PageRoutes
{
    // Forms of ours hold a name and two passwords, those of applications an authorization request.
    private const long MaxBodySize = 64 * 1024;

    /// <summary>Maps the path as <see cref="RealmRoutes.MapRealm"/> does; while the service cannot serve, the person reads why on a page (503 with Retry-After), and likewise when the realm is disabled (400).</summary>
    public static IEndpointConventionBuilder MapRealmPage(this IEndpointRouteBuilder routes, string path, string[] methods, RealmHandler handler) =>
        routes.MapRealm(path, methods, Guarded(handler), (http, realm) => MessagePages.ErrorAsync(http, realm, StatusCodes.Status400BadRequest, "Realm not enabled"));

    private static RealmHandler Guarded(RealmHandler handler) =>
        async (http, realm) =>
        {
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            {
                limit.MaxRequestBodySize = MaxBodySize;
            }

            try
            {
                await handler(http, realm);
            }
            catch (Exception exception) when (Outage.Is(exception) && !http.Response.HasStarted)
            {
                await BusyAsync(http, realm, "The service is not available right now. Please try again in a moment.");
            }
            catch (PasswordQueueFullException) when (!http.Response.HasStarted)
            {
                await BusyAsync(http, realm, "Too many people are signing in at once. Please try again in a moment.");
            }
            catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException or UnstorableException && !http.Response.HasStarted)
            {
                CorsHeaders.ClearResponse(http.Response);
                await MessagePages.ErrorAsync(http, realm, (exception as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest, "Invalid Request");
            }
        };

    private static Task BusyAsync(HttpContext http, RealmContext realm, string message)
    {
        CorsHeaders.ClearResponse(http.Response);
        http.Response.Headers.RetryAfter = "1";
        return MessagePages.ErrorAsync(http, realm, StatusCodes.Status503ServiceUnavailable, message);
    }
}
