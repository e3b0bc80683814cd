using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Identity.Grains.Clients;
using Identity.Grains.Realms;
using Identity.Grains.Sealing;

namespace Identity.Grains.Keys;

/// <summary>Makes the keys that a realm needs.</summary>
public sealed class RealmKeyGenerator(Sealer sealer, TimeProvider time)
{
    private const int RsaBits = 2048;
    private const int CertificateYears = 10;
    private const int FallbackPriority = -100;
    private const string Aes = "A256GCM";

    private static readonly string[] Always = [JoseAlgorithms.RS256, JoseAlgorithms.RsaOaep, JoseAlgorithms.HS512, Aes];
    private static readonly string[] ClientAlgorithms =
        ["access.token.signed.response.alg", "id.token.signed.response.alg", "user.info.response.signature.alg", "authorization.signed.response.alg"];

    /// <summary>The realm with a key for each algorithm that it, or one of these clients, signs with. The same instance when none is missing.</summary>
    public RealmState Complete(RealmState realm, IEnumerable<ClientState> clients)
    {
        ArgumentNullException.ThrowIfNull(realm);
        return With(realm, All(realm, clients), algorithm => Always.Contains(algorithm) ? 100 : FallbackPriority);
    }

    /// <summary>The same for what tokens are signed with alone: keys for encryption stay away when they were taken away.</summary>
    public RealmState CompleteSigning(RealmState realm, IEnumerable<ClientState> clients)
    {
        ArgumentNullException.ThrowIfNull(realm);
        return With(realm, AllSigning(realm, clients), _ => FallbackPriority);
    }

    /// <summary>Whether <see cref="Complete"/> would add nothing. Makes no key.</summary>
    public static bool IsComplete(RealmState realm, IEnumerable<ClientState> clients) => Missing(realm, All(realm, clients)).Length == 0;

    /// <summary>Whether <see cref="CompleteSigning"/> would add nothing. Makes no key.</summary>
    public static bool IsCompleteForSigning(RealmState realm, IEnumerable<ClientState> clients) => Missing(realm, AllSigning(realm, clients)).Length == 0;

    private static IEnumerable<string> All(RealmState realm, IEnumerable<ClientState> clients) => Always.Union(Signing(realm, clients), StringComparer.Ordinal);

    private static IEnumerable<string> AllSigning(RealmState realm, IEnumerable<ClientState> clients) =>
        Signing(realm, clients).Append(JoseAlgorithms.HS512).Distinct(StringComparer.Ordinal);

    private static string[] Missing(RealmState realm, IEnumerable<string> algorithms) =>
        [.. algorithms.Where(algorithm => !realm.Keys.Any(key => key.Algorithm == algorithm && key.Status == "ACTIVE"))];

    private static IEnumerable<string> Signing(RealmState realm, IEnumerable<ClientState> clients) => clients
        .SelectMany(client => ClientAlgorithms.Select(name => client.Attributes.TryGetValue(name, out var algorithm) ? algorithm : null))
        .Append(realm.DefaultSignatureAlgorithm)
        .OfType<string>()
        .Where(CanGenerate)
        .Distinct(StringComparer.Ordinal);

    private RealmState With(RealmState realm, IEnumerable<string> algorithms, Func<string, long> priority)
    {
        var missing = Missing(realm, algorithms);
        if (missing.Length == 0)
        {
            return realm;
        }

        // An RSA key takes a tenth of a second of a processor, or several: each gets one.
        var keys = new RealmKey[missing.Length];
        Parallel.For(0, missing.Length, place => keys[place] = Generate(realm.Realm, missing[place], priority(missing[place])));
        return realm with { Keys = [.. realm.Keys, .. keys] };
    }

    /// <summary>A new active key.</summary>
    /// <param name="realmName">Becomes the common name of an RSA key's certificate.</param>
    /// <param name="algorithm">A JOSE signature algorithm, RSA-OAEP or A256GCM.</param>
    /// <param name="priority">Among active keys of one algorithm the highest signs.</param>
    /// <param name="size">Of an RSA key in bits, of a secret in bytes; 0 takes the default (2048; 64, AES 32).</param>
    public RealmKey Generate(string realmName, string algorithm, long priority, int size = 0)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        return algorithm switch
        {
            _ when algorithm.StartsWith("RSA", StringComparison.Ordinal) => Rsa(realmName, algorithm, "ENC", "rsa-enc-generated", priority, size),
            _ when algorithm[0] is 'R' or 'P' => Rsa(realmName, algorithm, "SIG", "rsa-generated", priority, size),
            JoseAlgorithms.ES256 => Ecdsa(ECCurve.NamedCurves.nistP256, algorithm, priority),
            JoseAlgorithms.ES384 => Ecdsa(ECCurve.NamedCurves.nistP384, algorithm, priority),
            JoseAlgorithms.ES512 => Ecdsa(ECCurve.NamedCurves.nistP521, algorithm, priority),
            JoseAlgorithms.EdDSA => EdDsa(priority),
            JoseAlgorithms.HS256 or JoseAlgorithms.HS384 or JoseAlgorithms.HS512 => Secret(algorithm, "SIG", "hmac-generated", size > 0 ? size : 64, priority),
            Aes => Secret(algorithm, "ENC", "aes-generated", size > 0 ? size : 32, priority),
            _ => throw new NotSupportedException($"There is no key for algorithm {algorithm}."),
        };
    }

    /// <summary>The kid that Keycloak gives a public key: the SHA-256 of its SubjectPublicKeyInfo.</summary>
    internal static string KeyId(ReadOnlySpan<byte> subjectPublicKeyInfo) => Base64Url.EncodeToString(SHA256.HashData(subjectPublicKeyInfo));

    internal static byte[] SelfSigned(string realmName, RSA rsa, DateTimeOffset now)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(realmName.Length <= 64 ? realmName : realmName[..64]);
        var request = new CertificateRequest(name.Build(), rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(now.AddSeconds(-100), now.AddYears(CertificateYears));
        return certificate.RawData;
    }

    private static bool CanGenerate(string algorithm) =>
        JoseAlgorithms.Asymmetric.Contains(algorithm) || algorithm is JoseAlgorithms.HS256 or JoseAlgorithms.HS384 or JoseAlgorithms.HS512;

    private RealmKey Rsa(string realmName, string algorithm, string use, string provider, long priority, int bits)
    {
        using var rsa = RSA.Create(bits > 0 ? bits : RsaBits);
        var certificate = Convert.ToBase64String(SelfSigned(realmName, rsa, time.GetUtcNow()));
        return Asymmetric(algorithm, rsa.ExportPkcs8PrivateKey(), rsa.ExportSubjectPublicKeyInfo(), provider, priority) with { Use = use, Certificate = certificate };
    }

    private RealmKey Ecdsa(ECCurve curve, string algorithm, long priority)
    {
        using var ecdsa = ECDsa.Create(curve);
        return Asymmetric(algorithm, ecdsa.ExportPkcs8PrivateKey(), ecdsa.ExportSubjectPublicKeyInfo(), "ecdsa-generated", priority);
    }

    private RealmKey EdDsa(long priority)
    {
        var pkcs8 = Ed25519SigningKey.NewPkcs8();
        return Asymmetric(JoseAlgorithms.EdDSA, pkcs8, Ed25519SigningKey.PublicKey(pkcs8), "eddsa-generated", priority);
    }

    private RealmKey Secret(string algorithm, string use, string provider, int size, long priority) => new()
    {
        Kid = Guid.NewGuid().ToString(),
        Algorithm = algorithm,
        Use = use,
        Priority = priority,
        SealedPrivateKey = sealer.Seal(RealmKeysReader.SealPurpose, RandomNumberGenerator.GetBytes(size)),
        ProviderId = provider,
        CreatedAt = time.GetUtcNow().ToUnixTimeSeconds(),
    };

    private RealmKey Asymmetric(string algorithm, byte[] pkcs8, byte[] subjectPublicKeyInfo, string provider, long priority) => new()
    {
        Kid = KeyId(subjectPublicKeyInfo),
        Algorithm = algorithm,
        Priority = priority,
        SealedPrivateKey = sealer.Seal(RealmKeysReader.SealPurpose, pkcs8),
        PublicKey = Convert.ToBase64String(subjectPublicKeyInfo),
        ProviderId = provider,
        CreatedAt = time.GetUtcNow().ToUnixTimeSeconds(),
    };
}
