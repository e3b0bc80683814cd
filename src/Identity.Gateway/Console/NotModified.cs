using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Identity.Gateway.Console;

/// <summary>Spares callers what they have already.</summary>
internal static class NotModified
{
    /// <summary>Names the answer's tag, and answers 304 when the request has named it too (RFC 9110 section 13.1.2).</summary>
    public static bool Answered(HttpContext http, string tag)
    {
        http.Response.Headers.ETag = tag;
        if (!EntityTagHeaderValue.TryParseList(http.Request.Headers.IfNoneMatch, out var known))
        {
            return false;
        }

        var own = new EntityTagHeaderValue(tag);
        if (!known.Any(value => value.Compare(own, useStrongComparison: false) || value == EntityTagHeaderValue.Any))
        {
            return false;
        }

        http.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }
}
