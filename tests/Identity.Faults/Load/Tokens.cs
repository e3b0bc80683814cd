using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Identity.Faults.Histories;

namespace Identity.Faults.Load;

/// <summary>The tokens of one answer, and what they say.</summary>
internal sealed record Tokens(string Access, string Refresh)
{
    /// <summary>sub of the access token.</summary>
    public required string User { get; init; }

    /// <summary>sid of the access token.</summary>
    public required string Session { get; init; }

    /// <summary>Which one the refresh token is.</summary>
    public required TokenGeneration Generation { get; init; }

    public static Tokens Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var access = document.RootElement.GetProperty("access_token").GetString()!;
        var refresh = document.RootElement.GetProperty("refresh_token").GetString()!;
        var claims = Claims(access);
        return new Tokens(access, refresh)
        {
            User = claims.GetProperty("sub").GetString()!,
            Session = claims.GetProperty("sid").GetString()!,
            Generation = GenerationOf(Claims(refresh)),
        };
    }

    /// <summary>A name for a secret that does not give it away.</summary>
    public static string Mark(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))[..10];

    private static TokenGeneration GenerationOf(JsonElement claims) => new(
        claims.TryGetProperty("reuse_id", out var family) ? family.GetString()! : "",
        claims.TryGetProperty("gen", out var number) ? number.GetInt32() : 0);

    private static JsonElement Claims(string token)
    {
        using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]));
        return document.RootElement.Clone();
    }
}
