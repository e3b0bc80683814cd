using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Errors;

/// <summary>Headers that every answer carries (OWASP ASVS 5.0 section 3.4), answers to faults too. What an endpoint sets itself stays.</summary>
internal sealed class SecurityHeadersMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(static response => Add(((HttpResponse)response).Headers), http.Response);
        return next(http);
    }

    // What is no page of ours loads, runs, frames and posts nothing, should a browser show it all the same.
    private const string NoPage = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'";

    private static Task Add(IHeaderDictionary headers)
    {
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            // A page with a policy of its own has decided about frames: some are there to be framed by applications.
            headers.TryAdd("X-Frame-Options", "SAMEORIGIN");
            headers.ContentSecurityPolicy = NoPage;
        }

        // Public documents and files say for themselves how long they are kept; whatever else has a secret or somebody's data in it, or may have.
        headers.TryAdd("Cache-Control", "no-store");

        headers.TryAdd("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        headers.TryAdd("Referrer-Policy", "no-referrer");
        return Task.CompletedTask;
    }
}
