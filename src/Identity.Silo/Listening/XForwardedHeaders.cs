using System.Net;
using Microsoft.Extensions.Primitives;

namespace Identity.Silo.Listening;

/// <summary>Takes scheme, host, port and client address from the X-Forwarded- headers that a trusted proxy set.</summary>
/// <remarks>Only the last element of each counts: it is the one that the nearest proxy added; those before it may come from anyone.</remarks>
internal sealed class XForwardedHeaders(RequestDelegate next, IReadOnlyList<IPNetwork> trusted)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.IsTrusted(trusted))
        {
            var headers = http.Request.Headers;
            http.TakeScheme(Last(headers["X-Forwarded-Proto"])?.ToLowerInvariant());
            http.TakeHost(Last(headers["X-Forwarded-Host"]));
            http.TakePort(Last(headers["X-Forwarded-Port"]));
            http.TakeClient(Last(headers["X-Forwarded-For"]));
        }

        return next(http);
    }

    private static string? Last(StringValues header) =>
        header is [.., { Length: > 0 } line] ? line[(line.LastIndexOf(',') + 1)..].Trim() : null;
}
