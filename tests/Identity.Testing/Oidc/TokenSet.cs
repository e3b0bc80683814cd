using System.Text.Json;

namespace Identity.Testing.Oidc;

/// <summary>The tokens of one answer.</summary>
public sealed record TokenSet(string AccessToken, string RefreshToken, string? IdToken)
{
    /// <summary>Reads a token endpoint's answer.</summary>
    public static TokenSet Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new TokenSet(
            root.GetProperty("access_token").GetString()!,
            root.GetProperty("refresh_token").GetString()!,
            root.TryGetProperty("id_token", out var idToken) ? idToken.GetString() : null);
    }
}
