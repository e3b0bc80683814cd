using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Introspection;

/// <summary>Writes an introspection answer. Of a token that is dead, unknown or not for the caller it says only that (RFC 7662 section 2.2).</summary>
internal static class IntrospectionWriter
{
    public static async Task WriteAsync(HttpContext http, IntrospectedToken? token)
    {
        var body = token?.Describe() ?? new JsonObject { ["active"] = false };
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            body.WriteTo(json);
        }

        http.Response.ContentType = "application/json";
        http.Response.ContentLength = buffer.WrittenCount;
        http.Response.Headers.CacheControl = "no-cache";
        await http.Response.Body.WriteAsync(buffer.WrittenMemory, http.RequestAborted);
    }
}
