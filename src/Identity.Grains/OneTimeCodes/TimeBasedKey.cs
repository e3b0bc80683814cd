using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Identity.Grains.Users;

namespace Identity.Grains.OneTimeCodes;

/// <summary>The secret behind a user's time-based codes (RFC 6238), read from a stored otp credential.</summary>
internal sealed class TimeBasedKey
{
    private const int MinDigits = 6;
    private const int MaxDigits = 8;
    private const int MaxPeriodSeconds = 600;

    private readonly byte[] _secret;
    private readonly HashAlgorithmName _hash;

    private TimeBasedKey(string credentialId, byte[] secret, HashAlgorithmName hash, int digits, int period)
    {
        CredentialId = credentialId;
        _secret = secret;
        _hash = hash;
        Digits = digits;
        Period = period;
    }

    public string CredentialId { get; }

    public int Digits { get; }

    /// <summary>Seconds.</summary>
    public int Period { get; }

    /// <summary>Null when the credential is no otp, counts uses instead of time (hotp), or cannot be read.</summary>
    public static TimeBasedKey? Parse(Credential credential)
    {
        if (credential.Type != "otp")
        {
            return null;
        }

        try
        {
            using var data = JsonDocument.Parse(credential.CredentialData);
            using var secret = JsonDocument.Parse(credential.SecretData);
            var settings = data.RootElement;
            var digits = Number(settings, "digits", MinDigits);
            var period = Number(settings, "period", 30);
            return Text(settings, "subType") is "totp" && Hash(Text(settings, "algorithm")) is { } hash
                && digits is >= MinDigits and <= MaxDigits && period is > 0 and <= MaxPeriodSeconds
                && Bytes(Text(secret.RootElement, "value"), Text(settings, "secretEncoding")) is { Length: > 0 } bytes
                    ? new TimeBasedKey(credential.Id, bytes, hash, digits, period)
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The code of a time step (RFC 4226 section 5.3 over RFC 6238 section 4.2).</summary>
    public string CodeAt(long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        var mac = CryptographicOperations.HmacData(_hash, _secret, counter);
        var offset = mac[^1] & 0xf;
        var number = BinaryPrimitives.ReadUInt32BigEndian(mac.AsSpan(offset)) & 0x7fff_ffff;
        var modulus = Digits switch { 6 => 1_000_000u, 7 => 10_000_000u, _ => 100_000_000u };
        return (number % modulus).ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0');
    }

    private static HashAlgorithmName? Hash(string? algorithm) => algorithm switch
    {
        null or "HmacSHA1" => HashAlgorithmName.SHA1,
        "HmacSHA256" => HashAlgorithmName.SHA256,
        "HmacSHA512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    // Keycloak keeps the text that its own registration made as it is, and what an administrator brought as base32.
    private static byte[]? Bytes(string? value, string? encoding) => encoding switch
    {
        _ when value is null => null,
        null or "" => Encoding.UTF8.GetBytes(value),
        "BASE32" => Base32.Decode(value),
        _ => null,
    };

    private static int Number(JsonElement element, string name, int whenMissing) =>
        element.TryGetProperty(name, out var value) ? value.GetInt32() : whenMissing;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
