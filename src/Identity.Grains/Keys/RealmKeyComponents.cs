using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Identity.Grains.Realms;
using Identity.Grains.Sealing;

namespace Identity.Grains.Keys;

/// <summary>Keys as realm files hold them: components of the type KeyProvider.</summary>
internal sealed class RealmKeyComponents(Sealer sealer, TimeProvider time)
{
    private const string KeyProvider = "org.keycloak.keys.KeyProvider";

    /// <summary>The keys of the file, and the components that are none (null when there are none).</summary>
    public (IReadOnlyList<RealmKey> Keys, JsonObject? Others) Split(FileNode file)
    {
        if (file.Object("components") is not { } components)
        {
            return ([], null);
        }

        var others = (JsonObject)components.Json.DeepClone();
        others.Remove(KeyProvider);
        var keys = new List<RealmKey>();
        var secrets = new HashSet<string>(StringComparer.Ordinal);
        var unread = new JsonArray();
        foreach (var component in components.Objects(KeyProvider))
        {
            if (Read(component, file.Required("realm")) is not { } key)
            {
                RealmKeyAdministration.DemandMakeable(component);
                unread.Add(component.Json.DeepClone());
                continue;
            }

            var config = $"{component.Path}.config";
            RealmKeyRules.DemandDistinct([.. keys, key], config);
            if (key.PublicKey is null && !secrets.Add(Convert.ToHexString(SHA256.HashData(Open(key)))))
            {
                throw new RealmFileException(config, "the realm has this key already.");
            }

            keys.Add(key);
        }

        if (unread.Count > 0)
        {
            others[KeyProvider] = unread;
        }

        return (keys, others.Count == 0 ? null : others);
    }

    /// <summary>The key as a component with its private part open, as Keycloak exports it.</summary>
    public JsonObject Write(string realmId, RealmKey key)
    {
        var config = Config(key);
        WriteKey(config, key, Open(key));
        return new JsonObject
        {
            ["id"] = ComponentId(realmId, key),
            ["name"] = Name(key),
            ["providerId"] = key.ProviderId,
            ["subComponents"] = new JsonObject(),
            ["config"] = config,
        };
    }

    /// <summary>The id of the component that holds the key.</summary>
    public static string ComponentId(string realmId, RealmKey key) => key.ComponentId ?? DerivedId.Of(realmId, "component", key.Kid);

    /// <summary>What administrators call the component.</summary>
    public static string Name(RealmKey key) => key.Name
        ?? (key.Priority < 0 ? $"fallback-{key.Algorithm}" : key.Algorithm == JoseAlgorithms.HS512 ? "hmac-generated-hs512" : key.ProviderId);

    /// <summary>The part of the config that every kind of key has.</summary>
    public static JsonObject Config(RealmKey key)
    {
        var config = new JsonObject { ["priority"] = One(key.Priority.ToString(CultureInfo.InvariantCulture)) };
        if (key.Status != "ACTIVE")
        {
            config[key.Status == "DISABLED" ? "enabled" : "active"] = One("false");
        }

        return config;
    }

    private static void WriteKey(JsonObject config, RealmKey key, byte[] secret)
    {
        switch (key.ProviderId)
        {
            case "ecdsa-generated":
                config["ecdsaPrivateKey"] = One(Convert.ToBase64String(secret));
                config["ecdsaPublicKey"] = One(key.PublicKey!);
                config["ecdsaEllipticCurveKey"] = One(key.Algorithm switch { JoseAlgorithms.ES384 => "P-384", JoseAlgorithms.ES512 => "P-521", _ => "P-256" });
                break;
            case "eddsa-generated":
                config["eddsaPrivateKey"] = One(Convert.ToBase64String(secret));
                config["eddsaPublicKey"] = One(key.PublicKey!);
                config["eddsaEllipticCurveKey"] = One("Ed25519");
                break;
            case "hmac-generated":
                config["algorithm"] = One(key.Algorithm);
                goto default;
            case "rsa-generated" or "rsa-enc-generated" or "rsa" or "rsa-enc":
                using (var rsa = RSA.Create())
                {
                    rsa.ImportPkcs8PrivateKey(secret, out _);
                    config["privateKey"] = One(Convert.ToBase64String(rsa.ExportRSAPrivateKey()));
                }

                config["certificate"] = One(key.Certificate!);
                config["keyUse"] = One(key.Use);
                config["algorithm"] = One(key.Algorithm);
                break;
            default:
                config["kid"] = One(key.Kid);
                config["secret"] = One(Base64Url.EncodeToString(secret));
                break;
        }
    }

    private static JsonArray One(string value) => [(JsonNode)value];

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

    private byte[] Open(RealmKey key) => sealer.Open(RealmKeysReader.SealPurpose, key.SealedPrivateKey)
        ?? throw new CryptographicException($"Key {key.Kid} was sealed with a key that is not in this key ring.");

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

    private static string? First(FileNode config, string name) => config.Texts(name) is { Count: > 0 } values && values[0].Length > 0 ? values[0] : null;

    // Keys that a person uploaded may still have their PEM frame.
    private static byte[] FromPem(string text) =>
        Convert.FromBase64String(string.Concat(RealmKeyRules.Bounded(text).Split('\n').Select(line => line.Trim()).Where(line => !line.StartsWith("-----", StringComparison.Ordinal))));
}
