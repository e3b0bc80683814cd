using System.Security.Cryptography;

namespace Identity.Grains.Keys;

/// <summary>Names of JOSE algorithms (RFC 7518 section 3.1, RFC 8037 section 3.1).</summary>
public static class JoseAlgorithms
{
#pragma warning disable CS1591 // The names are the documentation.
    public const string RS256 = "RS256";
    public const string RS384 = "RS384";
    public const string RS512 = "RS512";
    public const string PS256 = "PS256";
    public const string PS384 = "PS384";
    public const string PS512 = "PS512";
    public const string ES256 = "ES256";
    public const string ES384 = "ES384";
    public const string ES512 = "ES512";
    public const string EdDSA = "EdDSA";
    public const string HS256 = "HS256";
    public const string HS384 = "HS384";
    public const string HS512 = "HS512";
    public const string RsaOaep = "RSA-OAEP";
#pragma warning restore CS1591

    /// <summary>The algorithms that a realm can sign tokens with so that anyone can check them.</summary>
    public static readonly IReadOnlyList<string> Asymmetric = [RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA];

    /// <summary>The hash that the algorithm uses (for EdDSA with Ed25519: SHA-512, which at_hash takes).</summary>
    public static HashAlgorithmName Hash(string algorithm)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        return algorithm == EdDSA || algorithm.EndsWith("512", StringComparison.Ordinal) ? HashAlgorithmName.SHA512
            : algorithm.EndsWith("384", StringComparison.Ordinal) ? HashAlgorithmName.SHA384
            : HashAlgorithmName.SHA256;
    }

    /// <summary>The length of that hash in bytes.</summary>
    public static int HashSize(string algorithm) =>
        Hash(algorithm) is var hash && hash == HashAlgorithmName.SHA512 ? SHA512.HashSizeInBytes
        : hash == HashAlgorithmName.SHA384 ? SHA384.HashSizeInBytes
        : SHA256.HashSizeInBytes;

    /// <summary>The type of an algorithm's keys: RSA, EC, OKP or, for secrets, OCT. Throws <see cref="NotSupportedException"/> for an algorithm that
    /// is none of a realm's.</summary>
    public static string KeyType(string algorithm) => algorithm switch
    {
        RS256 or RS384 or RS512 or PS256 or PS384 or PS512 or RsaOaep or "RSA-OAEP-256" or "RSA1_5" => "RSA",
        ES256 or ES384 or ES512 => "EC",
        EdDSA => "OKP",
        HS256 or HS384 or HS512 or "A256GCM" => "OCT",
        _ => throw new NotSupportedException($"There are no keys for algorithm {algorithm}."),
    };
}
