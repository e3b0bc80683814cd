using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Identity.Grains.Keys;

/// <summary>JSON Web Tokens in compact form (RFC 7519, RFC 7515).</summary>
public static class Jwt
{
    private const int MaxLength = 64 * 1024;

    // RFC 7515 section 2: no padding and no line breaks, which the decoder would take. One token has one text.
    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>Signs the payload, a JSON object in UTF-8.</summary>
    /// <param name="key">Signs; its alg and kid go into the header.</param>
    /// <param name="type">The typ header, for example JWT.</param>
    /// <param name="payload">The claims.</param>
    public static string Sign(SigningKey key, string type, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(key);
        var header = Encoding.UTF8.GetBytes($$"""{"alg":"{{key.Algorithm}}","typ":"{{type}}","kid":"{{key.Kid}}"}""");
        var headerLength = Base64Url.GetEncodedLength(header.Length);
        var signed = new byte[headerLength + 1 + Base64Url.GetEncodedLength(payload.Length)];
        Base64Url.EncodeToUtf8(header, signed);
        signed[headerLength] = (byte)'.';
        Base64Url.EncodeToUtf8(payload, signed.AsSpan(headerLength + 1));
        return string.Concat(Encoding.ASCII.GetString(signed), ".", Base64Url.EncodeToString(key.Sign(signed)));
    }

    /// <summary>The claims of a token that one of the realm's keys signed; null for any other text. The alg must be that of the
    /// key named by kid: nothing in the token chooses the algorithm. Times and audience are the caller's to check.</summary>
    /// <param name="keys">The realm's keys.</param>
    /// <param name="token">The compact form; up to 64 KiB.</param>
    public static JsonElement? Verify(RealmKeys keys, string? token)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (token is null || token.Length > MaxLength || token.AsSpan().ContainsAnyExcept(Allowed) || Split(token) is not var (signedLength, header, payload, signature))
        {
            return null;
        }

        if (keys.Find(header.Kid) is not { } key || header.Algorithm != key.Algorithm)
        {
            return null;
        }

        return key.Verify(Encoding.ASCII.GetBytes(token[..signedLength]), signature) ? payload : null;
    }

    private static (int SignedLength, (string Kid, string Algorithm) Header, JsonElement Payload, byte[] Signature)? Split(string token)
    {
        var first = token.IndexOf('.', StringComparison.Ordinal);
        var second = first < 0 ? -1 : token.IndexOf('.', first + 1);
        if (second < 0 || token.IndexOf('.', second + 1) >= 0)
        {
            return null;
        }

        try
        {
            var header = Json(token.AsSpan(0, first));
            return (second, (Text(header, "kid"), Text(header, "alg")), Json(token.AsSpan(first + 1, second - first - 1)), Base64Url.DecodeFromChars(token.AsSpan(second + 1)));
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonElement Json(ReadOnlySpan<char> part)
    {
        using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part));
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.Clone()
            : throw new JsonException("A JSON object is expected.");
    }

    // Throws InvalidOperationException for an escaped half of a surrogate pair, which JSON allows and no text has.
    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;
}
