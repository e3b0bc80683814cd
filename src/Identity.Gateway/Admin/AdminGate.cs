using Identity.Gateway.Admin.Access;
using Identity.Gateway.Cors;
using Identity.Gateway.Realms;
using Identity.Grains.Realms;
using Identity.Grains.Realms.Snapshots;
using Identity.Grains.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Identity.Gateway.Admin;

/// <summary>Lets admin requests through to their handlers: who asks, for which realm, and may they.</summary>
internal sealed class AdminGate(
    AdminAuthentication authentication, RealmSnapshots realms, UnreadableRealms unreadable, RealmBarrier barrier, IOptions<GatewayOptions> options)
{
    /// <summary>Answers a request for the realm in its path.</summary>
    public Task AnswerAsync(HttpContext http, AdminPermission permission, AdminHandler handler, long bodyLimit) =>
        AnswerAsync(http, bodyLimit, async administrator =>
        {
            var name = RealmName(http)!;
            if (await FindAsync(http, administrator, name) is not { } realm)
            {
                return AdminResult.NotFound("Realm not found.");
            }

            var context = administrator.Context.Of(realm);
            return administrator.Reaches(realm) && administrator.May(realm, permission)
                ? await handler(new AdminCall(http, administrator, context))
                : AdminResult.Forbidden;
        });

    /// <summary>Answers a request that is not for one realm; the handler checks what the administrator may.</summary>
    public async Task AnswerAsync(HttpContext http, long bodyLimit, Func<Administrator, Task<AdminResult>> handler)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = bodyLimit;
        }

        AdminResult result;
        try
        {
            result = await AuthenticatedAsync(http, handler);
        }
        catch (AdminRefusalException refusal)
        {
            result = refusal.Result;
        }

        await AdminResultWriter.WriteAsync(http, result, options.Value);
    }

    private async Task<RealmSnapshot?> FindAsync(HttpContext http, Administrator administrator, string name)
    {
        try
        {
            return await realms.FreshAsync(name, http.RequestAborted);
        }
        catch (UnreadableRecordException) when (UnreadableRealms.MayBeDealtWith(http, administrator, name))
        {
            return await unreadable.OpenAsync(http, name);
        }
    }

    private async Task<AdminResult> AuthenticatedAsync(HttpContext http, Func<Administrator, Task<AdminResult>> handler)
    {
        if (await authentication.AuthenticateAsync(http) is not { } administrator)
        {
            return AdminResult.Error(401, "HTTP 401 Unauthorized");
        }

        return !TransportRule.Allows(administrator.Realm.Settings, http) ? AdminResult.Error(403, "HTTPS required")
            : !CorsHeaders.TryAllow(http, administrator.Context, administrator.Client) ? AdminResult.Forbidden
            : await CarryOutAsync(http, administrator, handler);
    }

    // What is answered as done counts on every pod.
    private async Task<AdminResult> CarryOutAsync(HttpContext http, Administrator administrator, Func<Administrator, Task<AdminResult>> handler)
    {
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
        {
            return await handler(administrator);
        }

        var before = barrier.Before(RealmName(http) ?? MasterRealm.Name, administrator.Realm.Name, MasterRealm.Name);
        var result = await handler(administrator);
        await barrier.PassAsync(before);
        return result;
    }

    private static string? RealmName(HttpContext http) =>
        ((string?)http.Request.RouteValues["realm"])?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
