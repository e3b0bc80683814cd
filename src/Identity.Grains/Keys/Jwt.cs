using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Identity.Grains.Texts;

namespace Identity.Grains.Keys;

/// <summary>JSON Web Tokens in compact form (RFC 7519, RFC 7515).</summary>
public static class Jwt
{
    private const int MaxLength = 64 * 1024;

    // RFC 7515 section 2: no padding and no line breaks, which the decoder would take. One token has one text.
    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Signs the payload, a JSON object in UTF-8.</summary>
    /// <param name="key">Signs; its alg and kid go into the header.</param>
    /// <param name="type">The typ header, for example JWT.</param>
    /// <param name="payload">The claims.</param>
    public static string Sign(SigningKey key, string type, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(key);
        var header = key.Header(type);
        var signedLength = header.Length + 1 + Base64Url.GetEncodedLength(payload.Length);
        var length = signedLength + 1 + Base64Url.GetEncodedLength(key.SignatureSize);

        // One buffer: the token, and behind it the signature's bytes.
        var rented = ArrayPool<byte>.Shared.Rent(length + key.SignatureSize);
        try
        {
            var token = rented.AsSpan(0, length);
            var signature = rented.AsSpan(length, key.SignatureSize);
            header.CopyTo(token);
            token[header.Length] = (byte)'.';
            Base64Url.EncodeToUtf8(payload, token[(header.Length + 1)..]);
            key.Sign(token[..signedLength], signature);
            token[signedLength] = (byte)'.';
            Base64Url.EncodeToUtf8(signature, token[(signedLength + 1)..]);
            return Encoding.ASCII.GetString(token);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>The claims of a token that one of the realm's keys signed; null for any other text. The alg must be that of the
    /// key named by kid: nothing in the token chooses the algorithm. Times and audience are the caller's to check.</summary>
    /// <param name="keys">The realm's keys.</param>
    /// <param name="token">The compact form; up to 64 KiB.</param>
    public static JsonElement? Verify(RealmKeys keys, string? token)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (token is null || token.Length > MaxLength || token.AsSpan().ContainsAnyExcept(Allowed) || Split(token) is not var (first, second))
        {
            return null;
        }

        var header = token.AsSpan(0, first);
        var known = keys.FindByHeader(header);
        if ((known ?? Named(keys, header)) is not { } key)
        {
            return null;
        }

        var claims = Verify(key, token, first, second);
        if (known is null && claims is not null)
        {
            keys.RememberHeader(header, key);
        }

        return claims;
    }

    /// <summary>The claims of a token that the server has issued to itself for the keys' purpose; null for any other text, whatever key of the
    /// realm signed it. Times are the caller's to check.</summary>
    /// <param name="keys">Of the purpose.</param>
    /// <param name="type">The typ header.</param>
    /// <param name="token">The compact form; up to 64 KiB.</param>
    public static JsonElement? Verify(OwnKeyRing keys, string type, string? token)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return token is { Length: <= MaxLength } && !token.AsSpan().ContainsAnyExcept(Allowed) && Split(token) is var (first, second)
            && keys.Find(token.AsSpan(0, first), type) is { } key
                ? Verify(key, token, first, second)
                : null;
    }

    private static JsonElement? Verify(SigningKey key, string token, int first, int second)
    {
        // One buffer: the token's bytes, and behind them what a part of it decodes to.
        var rented = ArrayPool<byte>.Shared.Rent(2 * token.Length);
        try
        {
            var bytes = rented.AsSpan(0, token.Length);
            var decoded = rented.AsSpan(token.Length);
            Encoding.ASCII.GetBytes(token, bytes);
            if (!TryDecode(bytes[(second + 1)..], decoded, out var signature) || !key.Verify(bytes[..second], signature))
            {
                return null;
            }

            return TryDecode(bytes[(first + 1)..second], decoded, out var payload) ? Object(payload) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static (int First, int Second)? Split(string token)
    {
        var first = token.IndexOf('.', StringComparison.Ordinal);
        var second = first < 0 ? -1 : token.IndexOf('.', first + 1);
        return second < 0 || token.IndexOf('.', second + 1) >= 0 ? null : (first, second);
    }

    // The key that a header names, when the header's alg is that key's. RFC 7515 section 4.1.11: crit names what must be understood, and we
    // never issue a token that needs it; nor one with a key of its own, or inside of which another token stands.
    private static SigningKey? Named(RealmKeys keys, ReadOnlySpan<char> header)
    {
        try
        {
            return Object(Base64Url.DecodeFromChars(header)) is { } parsed && IsOfOurs(parsed)
                && keys.Find(Text(parsed, "kid")) is { } key && Text(parsed, "alg") == key.Algorithm ? key : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool IsOfOurs(JsonElement header) =>
        header.EnumerateObject().All(member => member.Name is "alg" or "kid" || (member.Name == "typ" && Text(header, "typ") is "JWT" or "at+jwt"));

    private static bool TryDecode(ReadOnlySpan<byte> part, Span<byte> buffer, out ReadOnlySpan<byte> decoded)
    {
        var done = Base64Url.DecodeFromUtf8(part, buffer, out _, out var length) == OperationStatus.Done;
        decoded = buffer[..length];
        return done;
    }

    // Only an escape, or bytes that are no UTF-8, hold what is no text: hardly any token has one, and no other is read twice.
    private static JsonElement? Object(ReadOnlySpan<byte> json)
    {
        try
        {
            var read = Utf8.IsValid(json) && json.IndexOf("\\u"u8) < 0 ? JsonElement.Parse(json, Strict) : JsonInput.Element(json);
            return read.ValueKind == JsonValueKind.Object ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;
}
