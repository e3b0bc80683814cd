using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Identity.Grains.Protocol;
using Identity.Grains.Texts;

namespace Identity.Gateway.ClientAuthentication;

/// <summary>A JWT that someone else signed, taken apart and not yet checked.</summary>
internal sealed class SignedAssertion
{
    private const int MaxLength = 16 * 1024;

    private SignedAssertion(JsonElement header, JsonElement claims, byte[] signed, byte[] signature)
    {
        Algorithm = Text(header, "alg") ?? string.Empty;
        KeyId = Text(header, "kid");
        Claims = claims;
        Signed = signed;
        Signature = signature;
    }

    public string Algorithm { get; }

    public string? KeyId { get; }

    public JsonElement Claims { get; }

    public byte[] Signed { get; }

    public byte[] Signature { get; }

    public string? Issuer => Text(Claims, ClaimNames.Issuer);

    public string? Subject => Text(Claims, ClaimNames.Subject);

    public string? Id => Text(Claims, ClaimNames.TokenId);

    /// <summary>Unix seconds of a time claim; null when it is missing or no number.</summary>
    public long? Time(string name) =>
        Claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds)
        && seconds is > 0 and < 1e11
            ? (long)seconds
            : null;

    /// <summary>Whether aud is, or holds, one of the texts.</summary>
    public bool IsFor(params ReadOnlySpan<string> audiences)
    {
        if (!Claims.TryGetProperty(ClaimNames.Audience, out var aud))
        {
            return false;
        }

        if (aud.ValueKind == JsonValueKind.String)
        {
            return audiences.Contains(aud.GetString()!);
        }

        if (aud.ValueKind == JsonValueKind.Array)
        {
            foreach (var one in aud.EnumerateArray())
            {
                if (one.ValueKind == JsonValueKind.String && audiences.Contains(one.GetString()!))
                {
                    return true;
                }
            }
        }

        return false;
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out SignedAssertion? assertion)
    {
        assertion = null;
        var parts = text.Length <= MaxLength ? text.Split('.') : [];
        if (parts.Length != 3)
        {
            return false;
        }

        try
        {
            var header = Parse(parts[0]);
            var claims = Parse(parts[1]);
            if (header.ValueKind != JsonValueKind.Object || claims.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            var signed = Encoding.ASCII.GetBytes(text[..(parts[0].Length + 1 + parts[1].Length)]);
            assertion = new SignedAssertion(header, claims, signed, Base64Url.DecodeFromChars(parts[2]));
            return true;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return false;
        }
    }

    private static JsonElement Parse(string part) => JsonInput.Element(Base64Url.DecodeFromChars(part));

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
