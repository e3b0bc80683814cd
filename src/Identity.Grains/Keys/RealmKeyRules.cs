using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Identity.Grains.Realms;

namespace Identity.Grains.Keys;

/// <summary>What a key must be before a realm takes it, from a file or an administrator.</summary>
public static class RealmKeyRules
{
    private const int MaxKeys = 200;
    private const int MaxKid = 255;
    private const int MaxPem = 16 * 1024;
    private const int MinRsaBits = 2048;
    private const int MaxRsaBits = 8192;
    private const int MinSecret = 16;
    private const int MaxSecret = 512;
    private const long MinExponent = 65537;

    private static readonly byte[] Probe = new byte[32];

    // They go into headers, documents and addresses as they are.
    private static readonly SearchValues<char> KidCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=:@");

    private static readonly string[] Signing = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];
    private static readonly string[] Encrypting = ["RSA-OAEP", "RSA-OAEP-256", "RSA1_5"];
    private static readonly string[] Secret = ["HS256", "HS384", "HS512"];

    /// <summary>The realm with one key more.</summary>
    /// <exception cref="RealmFileException">It has too many, or this one already.</exception>
    public static RealmState With(RealmState realm, RealmKey key)
    {
        ArgumentNullException.ThrowIfNull(realm);
        ArgumentNullException.ThrowIfNull(key);
        RealmKey[] keys = [.. realm.Keys, key];
        DemandDistinct(keys, "config");
        return realm with { Keys = keys };
    }

    /// <summary>Refuses keys that cannot be told apart, and too many.</summary>
    internal static void DemandDistinct(IReadOnlyList<RealmKey> keys, string path)
    {
        if (keys.Count > MaxKeys)
        {
            throw new RealmFileException(path, $"a realm has at most {MaxKeys} keys.");
        }

        if (keys.Select(key => key.Kid).Distinct(StringComparer.Ordinal).Count() != keys.Count)
        {
            throw new RealmFileException($"{path}.kid", "another key of the realm has the same kid.");
        }

        if (keys.Select(key => key.ComponentId).OfType<string>().GroupBy(id => id, StringComparer.Ordinal).Any(group => group.Count() > 1))
        {
            throw new RealmFileException(path, "another component has the same id.");
        }

        var published = keys.Select(key => key.PublicKey).OfType<string>().ToList();
        if (published.Distinct(StringComparer.Ordinal).Count() != published.Count)
        {
            throw new RealmFileException(path, "the realm has this key already.");
        }
    }

    /// <summary>The key's own text, no longer than a key's.</summary>
    internal static string Bounded(string text) => text.Length <= MaxPem ? text : throw new CryptographicException("The key is too long.");

    /// <summary>Refuses a kid that does not fit into headers and addresses.</summary>
    internal static string Kid(string kid) => kid.Length is > 0 and <= MaxKid && !kid.AsSpan().ContainsAnyExcept(KidCharacters)
        ? kid
        : throw new RealmFileException("config.kid", $"up to {MaxKid} letters, digits and -._~+/=:@ are expected.");

    /// <summary>What an RSA key is for and with which algorithm.</summary>
    internal static (string Use, string Algorithm) Rsa(string provider, string? use, string? algorithm)
    {
        var byDefault = provider.StartsWith("rsa-enc", StringComparison.Ordinal) ? "ENC" : "SIG";
        var wanted = use?.ToUpperInvariant() ?? byDefault;
        if (wanted is not ("SIG" or "ENC") || (provider != "rsa" && wanted != byDefault))
        {
            throw new RealmFileException("config.keyUse", provider == "rsa" ? "SIG or ENC is expected." : $"{byDefault} is expected.");
        }

        var known = wanted == "ENC" ? Encrypting : Signing;
        var chosen = algorithm ?? known[0];
        return known.Contains(chosen, StringComparer.Ordinal)
            ? (wanted, chosen)
            : throw new RealmFileException("config.algorithm", $"one of {string.Join(", ", known)} is expected.");
    }

    /// <summary>Refuses RSA keys that anyone can break, and those that cost too much.</summary>
    internal static void Demand(RSA rsa)
    {
        if (rsa.KeySize is < MinRsaBits or > MaxRsaBits)
        {
            throw new RealmFileException("config.privateKey", $"a key of {MinRsaBits} to {MaxRsaBits} bits is expected.");
        }

        var exponent = rsa.ExportParameters(includePrivateParameters: false).Exponent!;
        var value = exponent.Length > sizeof(uint) ? 0 : exponent.Aggregate(0L, (number, next) => (number << 8) | next);
        if (value < MinExponent || value % 2 == 0)
        {
            throw new RealmFileException("config.privateKey", $"an odd public exponent of at least {MinExponent}, and of 32 bits at most, is expected.");
        }

        var signature = rsa.SignData(Probe, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (!rsa.VerifyData(Probe, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
        {
            throw new RealmFileException("config.privateKey", "the parts of the key do not belong together.");
        }
    }

    /// <summary>The certificate, when it is one for that public key.</summary>
    internal static byte[] Certificate(byte[] certificate, byte[] publicKey)
    {
        using var read = X509CertificateLoader.LoadCertificate(certificate);
        return read.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(publicKey)
            ? read.RawData
            : throw new RealmFileException("config.certificate", "the certificate is of another key.");
    }

    /// <summary>The algorithm of a key on one of NIST's curves, which must be the one that is named, if any is.</summary>
    internal static string Ecdsa(ECDsa ecdsa, string? curve)
    {
        var (name, algorithm) = ecdsa.ExportParameters(includePrivateParameters: false).Curve.Oid.Value switch
        {
            "1.2.840.10045.3.1.7" => ("P-256", JoseAlgorithms.ES256),
            "1.3.132.0.34" => ("P-384", JoseAlgorithms.ES384),
            "1.3.132.0.35" => ("P-521", JoseAlgorithms.ES512),
            _ => throw new RealmFileException("config.ecdsaPrivateKey", "a key on P-256, P-384 or P-521 is expected."),
        };
        if (!ecdsa.VerifyData(Probe, ecdsa.SignData(Probe, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256))
        {
            throw new RealmFileException("config.ecdsaPrivateKey", "the parts of the key do not belong together.");
        }

        return curve is null || curve == name ? algorithm : throw new RealmFileException("config.ecdsaEllipticCurveKey", "the key is on another curve.");
    }

    /// <summary>The secret, when it is of a size that the algorithm takes.</summary>
    internal static byte[] SecretOf(string algorithm, string use, byte[] secret)
    {
        if (use == "SIG" && !Secret.Contains(algorithm, StringComparer.Ordinal))
        {
            throw new RealmFileException("config.algorithm", $"one of {string.Join(", ", Secret)} is expected.");
        }

        var fits = use == "SIG" ? secret.Length is >= MinSecret and <= MaxSecret : secret.Length is 16 or 24 or 32;
        return fits ? secret : throw new RealmFileException("config.secret", use == "SIG" ? $"{MinSecret} to {MaxSecret} bytes are expected." : "16, 24 or 32 bytes are expected.");
    }

    /// <summary>The priority; null where none is given.</summary>
    internal static long? Priority(string? text) => text is null ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new RealmFileException("config.priority", "a whole number is expected.");

    /// <summary>ACTIVE, PASSIVE or DISABLED.</summary>
    internal static string Status(string? enabled, string? active, string before)
    {
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("enabled", enabled), ("active", active)])
        {
            if (value is not (null or "true" or "false"))
            {
                throw new RealmFileException($"config.{name}", "true or false is expected.");
            }
        }

        return enabled is null && active is null ? before
            : enabled == "false" ? "DISABLED"
            : active == "false" ? "PASSIVE"
            : "ACTIVE";
    }
}
