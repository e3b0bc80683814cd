using System.Text.Json;
using Identity.Gateway.Answers;
using Identity.Gateway.Tokens;
using Identity.Grains.Protocol;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Token;

/// <summary>Writes a successful answer (RFC 6749 section 5.1, in Keycloak's order of keys).</summary>
internal static class TokenResponseWriter
{
    public static Task WriteAsync(HttpContext http, IssuedTokens tokens)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Pragma = "no-cache";
        return JsonAnswer.WriteAsync(http, tokens, Write);
    }

    private static void Write(Utf8JsonWriter json, IssuedTokens tokens)
    {
        json.WriteStartObject();
        json.WriteString(ParameterNames.AccessToken, tokens.AccessToken);
        json.WriteNumber(ParameterNames.ExpiresIn, tokens.ExpiresIn);
        json.WriteNumber(ParameterNames.RefreshExpiresIn, tokens.RefreshExpiresIn);
        WriteOptional(json, ParameterNames.RefreshToken, tokens.RefreshToken);
        json.WriteString(ParameterNames.TokenType, TokenTypes.Bearer);
        WriteOptional(json, ParameterNames.IdToken, tokens.IdToken);
        json.WriteNumber(ParameterNames.NotBeforePolicy, tokens.NotBefore);
        WriteOptional(json, ParameterNames.SessionState, tokens.SessionState);
        json.WriteString(ParameterNames.Scope, tokens.Scope);
        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
