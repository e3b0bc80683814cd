using System.Text.Json;
using Identity.Gateway.Answers;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Introspection;

/// <summary>Writes an introspection answer. Of a token that is dead, unknown or not for the caller it says only that (RFC 7662 section 2.2).</summary>
internal static class IntrospectionWriter
{
    public static Task WriteAsync(HttpContext http, IntrospectedToken? token)
    {
        http.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(http, token, Write);
    }

    private static void Write(Utf8JsonWriter json, IntrospectedToken? token)
    {
        json.WriteStartObject();
        token?.Write(json);
        json.WriteBoolean("active", token is not null);
        json.WriteEndObject();
    }
}
