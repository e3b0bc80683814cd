using System.Buffers.Text;
using System.Text.Json;

namespace Identity.Testing.Oidc;

/// <summary>Opens tokens without checking them.</summary>
public static class JwtClaims
{
    /// <summary>The claims of a token.</summary>
    public static JsonElement Of(string token)
    {
        using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]));
        return document.RootElement.Clone();
    }
}
