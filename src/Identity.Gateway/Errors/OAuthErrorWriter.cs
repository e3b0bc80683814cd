using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Errors;

/// <summary>Writes every JSON error of the protocol endpoints.</summary>
internal static class OAuthErrorWriter
{
    /// <summary>Answers the error as JSON, never cached (RFC 6749 section 5.2).</summary>
    public static Task WriteAsync(HttpContext http, OAuthError error)
    {
        var response = http.Response;
        response.StatusCode = error.Status;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        if (error.RetryAfter is { } wait)
        {
            RetryAfter.Set(response, wait);
        }

        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("error", error.Code);
            if (error.Description is not null)
            {
                json.WriteString("error_description", error.Description);
            }

            json.WriteEndObject();
        }

        return response.Body.WriteAsync(body.ToArray(), http.RequestAborted).AsTask();
    }
}
