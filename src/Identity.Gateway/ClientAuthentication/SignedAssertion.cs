using System.Buffers;
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

    // RFC 7515 section 2: no padding and no line breaks, which the decoder would take. One assertion has one text.
    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private static readonly string[] Types = ["JWT", "client-authentication+jwt", "application/jwt", "application/client-authentication+jwt"];

    private SignedAssertion(JsonElement header, JsonElement claims, byte[] signed, byte[] signature)
    {
        Algorithm = Text(header, "alg") ?? string.Empty;
        KeyId = Text(header, "kid");
        Header = header;
        Claims = claims;
        Signed = signed;
        Signature = signature;
    }

    public string Algorithm { get; }

    public string? KeyId { get; }

    public JsonElement Header { get; }

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

    /// <summary>The only audience; null when there is none, or more than one.</summary>
    public string? SoleAudience => !Claims.TryGetProperty(ClaimNames.Audience, out var aud) ? null
        : aud.ValueKind == JsonValueKind.Array && aud.GetArrayLength() == 1 && aud[0].ValueKind == JsonValueKind.String ? aud[0].GetString()
        : Text(Claims, ClaimNames.Audience);

    /// <summary>Whether a claim is there.</summary>
    public bool Has(string name) => Claims.TryGetProperty(name, out _);

    /// <summary>What in the header forbids to take it as a client's assertion; null when nothing does.</summary>
    /// <remarks>RFC 7515 section 4.1.11: extensions that must be understood, and none is. RFC 8725 section 3.11: a token of another kind is not one.</remarks>
    public string? RefuseHeader() =>
        Header.TryGetProperty("crit", out _) ? "crit names what is not understood"
        : Header.TryGetProperty("typ", out var typ)
            && !(typ.ValueKind == JsonValueKind.String && Types.Contains(typ.GetString()!, StringComparer.OrdinalIgnoreCase))
            ? "typ is that of another kind of token"
        : Header.TryGetProperty("cty", out _) || Header.TryGetProperty("enc", out _) || Header.TryGetProperty("zip", out _) ? "nested or encrypted"
        : null;

    public static bool TryParse(string text, [NotNullWhen(true)] out SignedAssertion? assertion)
    {
        assertion = null;
        var parts = text.Length <= MaxLength && !text.AsSpan().ContainsAnyExcept(Allowed) ? text.Split('.') : [];
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
