using System.Buffers.Text;
using System.Security.Cryptography;
using Identity.Grains.Realms;
using Identity.Grains.Sealing;
using static Identity.Grains.Keys.KeyComponentConfig;

namespace Identity.Grains.Keys;

/// <summary>Takes keys out of components of the type KeyProvider, by the rules of <see cref="RealmKeyRules"/>.</summary>
internal sealed class KeyComponentReader(Sealer sealer, TimeProvider time)
{
    /// <summary>The key that a component holds; null when it holds none that Identity can use.</summary>
    public RealmKey? Read(FileNode component, string realmName)
    {
        var config = component.Object("config") ?? new FileNode([], $"{component.Path}.config");
        try
        {
            var key = component.Text("providerId") switch
            {
                "rsa-generated" or "rsa" or "rsa-enc-generated" or "rsa-enc" => Rsa(config, realmName, component.Required("providerId")),
                "ecdsa-generated" => Ecdsa(config),
                "eddsa-generated" => EdDsa(config),
                "hmac-generated" => Secret(config, First(config, "algorithm") ?? JoseAlgorithms.HS256, "SIG"),
                "aes-generated" => Secret(config, "A256GCM", "ENC"),
                _ => null,
            };
            return key is null ? null : key with
            {
                ProviderId = component.Required("providerId"),
                ComponentId = RealmFileIds.Given(component),
                Name = component.Text("name"),
                Priority = RealmKeyRules.Priority(First(config, "priority")) ?? 0,
                Status = RealmKeyRules.Status(First(config, "enabled"), First(config, "active"), "ACTIVE"),
                CreatedAt = time.GetUtcNow().ToUnixTimeSeconds(),
            };
        }
        catch (RealmFileException exception) when (component.Path.Length > 0 && exception.Path.StartsWith("config.", StringComparison.Ordinal))
        {
            throw new RealmFileException($"{component.Path}.{exception.Path}", exception.Problem, exception.InnerException);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or NotSupportedException or CryptographicException or ArgumentException)
        {
            throw new RealmFileException(config.Path, "the key cannot be read.", exception);
        }
    }

    private RealmKey? Rsa(FileNode config, string realmName, string provider)
    {
        if (First(config, "privateKey") is not { } text)
        {
            return null;
        }

        var (use, algorithm) = RealmKeyRules.Rsa(provider, First(config, "keyUse"), First(config, "algorithm"));
        using var rsa = RSA.Create();
        ImportRsa(rsa, FromPem(text));
        RealmKeyRules.Demand(rsa);
        var publicKey = rsa.ExportSubjectPublicKeyInfo();
        return New(First(config, "kid") ?? RealmKeyGenerator.KeyId(publicKey), algorithm, rsa.ExportPkcs8PrivateKey()) with
        {
            Use = use,
            PublicKey = Convert.ToBase64String(publicKey),
            Certificate = Convert.ToBase64String(First(config, "certificate") is { } certificate
                ? Certificate(certificate, publicKey)
                : RealmKeyGenerator.SelfSigned(realmName, rsa, time.GetUtcNow())),
        };
    }

    private static byte[] Certificate(string text, byte[] publicKey)
    {
        try
        {
            return RealmKeyRules.Certificate(FromPem(text), publicKey);
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            throw new RealmFileException("config.certificate", "the certificate cannot be read.");
        }
    }

    private static void ImportRsa(RSA rsa, byte[] bytes)
    {
        try
        {
            rsa.ImportRSAPrivateKey(bytes, out _);
        }
        catch (CryptographicException)
        {
            rsa.ImportPkcs8PrivateKey(bytes, out _);
        }
    }

    private RealmKey? Ecdsa(FileNode config)
    {
        if (First(config, "ecdsaPrivateKey") is not { } text)
        {
            return null;
        }

        using var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(FromPem(text), out _);
        var publicKey = ecdsa.ExportSubjectPublicKeyInfo();
        var algorithm = RealmKeyRules.Ecdsa(ecdsa, First(config, "ecdsaEllipticCurveKey"));
        return New(RealmKeyGenerator.KeyId(publicKey), algorithm, ecdsa.ExportPkcs8PrivateKey()) with { PublicKey = Convert.ToBase64String(publicKey) };
    }

    private RealmKey? EdDsa(FileNode config)
    {
        if (First(config, "eddsaPrivateKey") is not { } text || (First(config, "eddsaEllipticCurveKey") ?? "Ed25519") != "Ed25519")
        {
            return null;
        }

        var pkcs8 = FromPem(text);
        var publicKey = Ed25519SigningKey.PublicKey(pkcs8);
        return New(RealmKeyGenerator.KeyId(publicKey), JoseAlgorithms.EdDSA, pkcs8) with { PublicKey = Convert.ToBase64String(publicKey) };
    }

    private RealmKey? Secret(FileNode config, string algorithm, string use) =>
        First(config, "kid") is { } kid && First(config, "secret") is { } secret
            ? New(kid, algorithm, RealmKeyRules.SecretOf(algorithm, use, Base64Url.DecodeFromChars(RealmKeyRules.Bounded(secret).TrimEnd('=')))) with { Use = use }
            : null;

    private RealmKey New(string kid, string algorithm, byte[] secret) => new()
    {
        Kid = RealmKeyRules.Kid(kid),
        Algorithm = algorithm,
        SealedPrivateKey = sealer.Seal(RealmKeysReader.SealPurpose, secret),
        ProviderId = string.Empty,
    };

    // Keys that a person uploaded may still have their PEM frame.
    private static byte[] FromPem(string text) =>
        Convert.FromBase64String(string.Concat(RealmKeyRules.Bounded(text).Split('\n').Select(line => line.Trim()).Where(line => !line.StartsWith("-----", StringComparison.Ordinal))));
}
