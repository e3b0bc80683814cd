using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Errors;

/// <summary>Headers that every answer carries (OWASP ASVS 5.0 section 3.4). An endpoint may set stricter ones.</summary>
internal sealed class SecurityHeadersMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "SAMEORIGIN";
        headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        headers["Referrer-Policy"] = "no-referrer";
        return next(http);
    }
}
