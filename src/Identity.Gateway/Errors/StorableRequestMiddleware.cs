using Identity.Grains.Texts;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Errors;

/// <summary>Refuses requests whose path, or below /admin whose query, holds a text that nothing could store or compare: U+0000 or half of a surrogate
/// pair. Bodies are looked at by those who read them, <see cref="JsonInput"/> and <see cref="Forms.RequestForm"/>; the protocol's queries too,
/// because an authorization request that is wrong is sent back to its client.</summary>
internal sealed class StorableRequestMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http) =>
        // Nothing else stands for U+0000, and undecodable bytes stay as they are or become U+FFFD.
        (http.Request.Path.StartsWithSegments("/admin") && http.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) is true) || !StorableText.IsStorable(http.Request.Path.Value)
            ? OAuthErrorWriter.WriteAsync(http, new OAuthError(400, "invalid_request", "The request cannot be read"))
            : next(http);
}
