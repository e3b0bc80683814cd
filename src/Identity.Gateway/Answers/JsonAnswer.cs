using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Answers;

/// <summary>Sends a JSON body with its length.</summary>
internal static class JsonAnswer
{
    // The writer asks for room for the longest text three times over: enough for an answer with three tokens.
    private const int Expected = 16 * 1024;

    /// <summary>Sends what <paramref name="write"/> writes. Status and other headers are the caller's.</summary>
    public static async Task WriteAsync<T>(HttpContext http, T content, Action<Utf8JsonWriter, T> write)
    {
        using var buffer = new PooledBuffer(Expected);
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json, content);
        }

        http.Response.ContentType = "application/json";
        http.Response.ContentLength = buffer.Length;
        await http.Response.Body.WriteAsync(buffer.Written, http.RequestAborted);
    }
}
