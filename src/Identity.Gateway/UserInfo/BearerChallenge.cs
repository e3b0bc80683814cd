using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.UserInfo;

/// <summary>Refusals of a protected resource (RFC 6750 section 3): the challenge says why, the body is empty.</summary>
internal static class BearerChallenge
{
    /// <summary>No token came.</summary>
    public static Task RequireAsync(HttpContext http, string realm) =>
        AnswerAsync(http, StatusCodes.Status401Unauthorized, $"Bearer realm=\"{Uri.EscapeDataString(realm)}\"");

    /// <summary>The token, or what it allows, is not enough.</summary>
    public static Task RefuseAsync(HttpContext http, string realm, int status, string error, string description) =>
        AnswerAsync(http, status, $"Bearer realm=\"{Uri.EscapeDataString(realm)}\", error=\"{error}\", error_description=\"{description}\"");

    private static Task AnswerAsync(HttpContext http, int status, string challenge)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = "text/plain;charset=utf-8";
        response.ContentLength = 0;
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        response.Headers.WWWAuthenticate = challenge;
        return Task.CompletedTask;
    }
}
