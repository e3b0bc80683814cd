using Identity.Grains.Realms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Errors;

/// <summary>Gives an answer that no endpoint wrote (404, 405) the body that Keycloak gives it.</summary>
internal sealed class UnmatchedMiddleware(RequestDelegate next, RealmSnapshots realms)
{
    private const string RealmsPath = "/realms/";

    public async Task InvokeAsync(HttpContext http)
    {
        await next(http);
        if (http.Response.HasStarted || http.Response.ContentType is not null || http.Response.ContentLength is not null)
        {
            return;
        }

        switch (http.Response.StatusCode)
        {
            case StatusCodes.Status404NotFound when await NamesNoRealmAsync(http):
                await OAuthErrorWriter.WriteAsync(http, new OAuthError(404, "Realm does not exist", null));
                break;
            case StatusCodes.Status404NotFound:
                await OAuthErrorWriter.WriteAsync(http, new OAuthError(404, "HTTP 404 Not Found", null));
                break;
            case StatusCodes.Status405MethodNotAllowed:
                await OAuthErrorWriter.WriteAsync(http, new OAuthError(405, "HTTP 405 Method Not Allowed", null));
                break;
        }
    }

    private async ValueTask<bool> NamesNoRealmAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? string.Empty;
        if (!path.StartsWith(RealmsPath, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = path[RealmsPath.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var name = slash < 0 ? rest : rest[..slash];
        return name.Length > 0 && await realms.FindAsync(name, http.RequestAborted) is null;
    }
}
