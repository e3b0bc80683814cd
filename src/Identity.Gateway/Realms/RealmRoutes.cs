using Identity.Gateway.Cors;
using Identity.Gateway.Errors;
using Identity.Grains.Protocol;
using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Identity.Gateway.Realms;

/// <summary>Answers a request for a realm that exists.</summary>
internal delegate Task RealmHandler(HttpContext http, RealmContext realm);

/// <summary>Maps endpoints below <c>/realms/{realm}</c>.</summary>
internal static class RealmRoutes
{
    /// <summary>Maps <paramref name="path"/> (below the realm) for the methods. An unknown realm is 404; plain http where the realm wants
    /// https is 403, and so is a disabled realm, unless <paramref name="whenDisabled"/> answers for it.</summary>
    public static IEndpointConventionBuilder MapRealm(this IEndpointRouteBuilder routes, string path, string[] methods, RealmHandler handler, RealmHandler? whenDisabled = null) =>
        routes.MapRealmAt($"/realms/{{realm}}{path}", methods, handler, whenDisabled);

    /// <summary>Maps a whole route pattern for a document that is public and gives no right: answered also of a disabled realm, and, while the
    /// database is away, as this pod saw the realm last.</summary>
    public static IEndpointConventionBuilder MapPublic(this IEndpointRouteBuilder routes, string pattern, string[] methods, RealmHandler handler) =>
        routes.Map(pattern, methods, handler, handler, "Realm does not exist", (realms, name, aborted) => realms.FindLastKnownAsync(name, aborted));

    /// <summary>Maps a whole route pattern that has a <c>{realm}</c> parameter; <paramref name="unknown"/> is the error when there is no such realm.</summary>
    public static IEndpointConventionBuilder MapRealmAt(
        this IEndpointRouteBuilder routes, string pattern, string[] methods, RealmHandler handler, RealmHandler? whenDisabled = null, string unknown = "Realm does not exist") =>
        routes.Map(pattern, methods, handler, whenDisabled, unknown, (realms, name, aborted) => realms.FindAsync(name, aborted));

    private static IEndpointConventionBuilder Map(
        this IEndpointRouteBuilder routes,
        string pattern,
        string[] methods,
        RealmHandler handler,
        RealmHandler? whenDisabled,
        string unknown,
        Func<RealmSnapshots, string, CancellationToken, ValueTask<RealmSnapshot?>> find)
    {
        var snapshots = routes.ServiceProvider.GetRequiredService<RealmSnapshots>();
        var options = routes.ServiceProvider.GetRequiredService<IOptions<GatewayOptions>>();
        var addresses = new LastAddress();
        return routes.MapMethods(pattern, methods, async http =>
        {
            var name = (string)http.Request.RouteValues["realm"]!;
            var realm = await FindAsync(http, () => find(snapshots, name, http.RequestAborted));
            if (realm is null)
            {
                await OAuthErrorWriter.WriteAsync(http, new OAuthError(404, unknown, null));
            }
            else if (!TransportRule.Allows(realm.Settings, http))
            {
                await OAuthErrorWriter.WriteAsync(http, new OAuthError(403, ErrorCodes.InvalidRequest, "HTTPS required"));
            }
            else if (addresses.Find(http.Request, options.Value) is not { } address)
            {
                await OAuthErrorWriter.WriteAsync(http, new OAuthError(400, ErrorCodes.InvalidRequest, "Invalid Host header"));
            }
            else
            {
                await (realm.Settings.Enabled ? handler : whenDisabled ?? RefuseAsync)(http, new RealmContext(realm, address.BaseUrl) { AdminUrl = address.AdminUrl });
            }
        });
    }

    // No client is known then, and nothing in the answer is secret: an application must be able to tell a fault from a wall.
    private static async ValueTask<RealmSnapshot?> FindAsync(HttpContext http, Func<ValueTask<RealmSnapshot?>> find)
    {
        try
        {
            return await find();
        }
        catch (StorageUnavailableException)
        {
            CorsHeaders.AllowAny(http);
            throw;
        }
    }

    private static Task RefuseAsync(HttpContext http, RealmContext realm) =>
        OAuthErrorWriter.WriteAsync(http, new OAuthError(403, "access_denied", "Realm not enabled"));

    /// <summary>The address that clients use: the configured one, or that of the request.</summary>
    public static string BaseUrl(HttpRequest request, GatewayOptions options) =>
        options.Hostname is { } fixedAddress
            ? fixedAddress.AbsoluteUri.TrimEnd('/')
            : $"{request.Scheme}://{request.Host.ToUriComponent()}{request.PathBase}";

    /// <summary>The address of the admin console and the admin API.</summary>
    public static string AdminUrl(HttpRequest request, GatewayOptions options) =>
        options.AdminHostname is { } fixedAddress ? fixedAddress.AbsoluteUri.TrimEnd('/') : BaseUrl(request, options);
}
