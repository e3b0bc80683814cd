using Microsoft.AspNetCore.Http.Features;

namespace Identity.Silo.Listening;

/// <summary>Keeps the bodies of everything but administration small.</summary>
internal static class BodyLimit
{
    // Forms of the protocol and the pages: the largest is a signed request object.
    private const long FormSize = 256 * 1024;

    public static void UseBodyLimit(this IApplicationBuilder app) => app.Use(next => http =>
    {
        if (!http.Request.Path.StartsWithSegments("/admin") && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = FormSize;
        }

        return next(http);
    });
}
