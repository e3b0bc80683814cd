using System.Globalization;
using System.Text.Json.Nodes;
using Identity.Grains.Clients;
using Identity.Grains.Realms;
using static Identity.Grains.Keys.KeyComponentConfig;

namespace Identity.Grains.Keys;

/// <summary>Keys as administrators see and make them: components of the type KeyProvider, without their private parts.</summary>
public sealed class RealmKeyAdministration
{
    /// <summary>The providerType of such components.</summary>
    public const string ProviderType = "org.keycloak.keys.KeyProvider";

    private static readonly string[] RsaSizes = ["2048", "3072", "4096"];
    private static readonly string[] SecretSizes = ["16", "24", "32", "64", "128", "256", "512"];
    private static readonly string[] SignatureAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];
    private static readonly string[] EncryptionAlgorithms = ["RSA-OAEP", "RSA-OAEP-256", "RSA1_5"];
    private static readonly string[] SecretAlgorithms = ["HS256", "HS384", "HS512"];

    private readonly RealmKeyComponents _components;
    private readonly RealmKeyGenerator _generator;

    internal RealmKeyAdministration(RealmKeyComponents components, RealmKeyGenerator generator)
    {
        _components = components;
        _generator = generator;
    }

    /// <summary>The providers that keys can be made with.</summary>
    public static IReadOnlyList<string> Providers { get; } =
        ["rsa-generated", "rsa-enc-generated", "ecdsa-generated", "eddsa-generated", "hmac-generated", "aes-generated", "rsa", "rsa-enc"];

    /// <summary>The component's id.</summary>
    public static string ComponentId(string realmId, RealmKey key) => RealmKeyComponents.ComponentId(realmId, key);

    /// <summary>The key as a component, without its private part.</summary>
    public static JsonObject Write(string realmId, RealmKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var config = RealmKeyComponents.Config(key);
        switch (key.ProviderId)
        {
            case "ecdsa-generated":
                config["ecdsaEllipticCurveKey"] = One(Curve(key.Algorithm));
                break;
            case "eddsa-generated":
                config["eddsaEllipticCurveKey"] = One("Ed25519");
                break;
            case "aes-generated" or "rsa-generated" when key.Algorithm is "A256GCM" or JoseAlgorithms.RS256:
                break;
            default:
                config["algorithm"] = One(key.Algorithm);
                break;
        }

        return new JsonObject
        {
            ["id"] = ComponentId(realmId, key),
            ["name"] = RealmKeyComponents.Name(key),
            ["providerId"] = key.ProviderId,
            ["providerType"] = ProviderType,
            ["parentId"] = realmId,
            ["config"] = config,
        };
    }

    /// <summary>Makes a key as a component describes it, or takes the one that it holds. Throws <see cref="RealmFileException"/> for a
    /// component that describes none.</summary>
    public RealmKey Create(string realmName, JsonObject component)
    {
        var node = new FileNode(component, string.Empty);
        var provider = node.Required("providerId");
        var config = node.Object("config") ?? new FileNode([], "config");
        if (provider is "rsa" or "rsa-enc")
        {
            return Change(Uploaded(node, realmName) with { ProviderId = provider }, component);
        }

        var (algorithm, size) = Made(provider, config);
        var key = _generator.Generate(realmName, algorithm, 0, size);
        return Change(key with { ProviderId = provider }, component);
    }

    /// <summary>The realm with a key for each algorithm that it, or one of these clients, signs with: taking one away, or out of use, stops no login.</summary>
    public RealmState Complete(RealmState realm, IEnumerable<ClientState> clients) => _generator.CompleteSigning(realm, clients);

    /// <summary>The key with the component's name, priority, status and, of RSA, algorithm. Another algorithm of any other key is refused: it takes
    /// another key.</summary>
    public static RealmKey Change(RealmKey key, JsonObject component)
    {
        ArgumentNullException.ThrowIfNull(key);
        var node = new FileNode(component, string.Empty);
        var config = node.Object("config") ?? new FileNode([], "config");
        return WithAlgorithm(key, config) with
        {
            Name = node.Text("name") ?? key.Name,
            Priority = RealmKeyRules.Priority(First(config, "priority")) ?? key.Priority,
            Status = RealmKeyRules.Status(First(config, "enabled"), First(config, "active"), key.Status),
        };
    }

    /// <summary>Refuses a component of a file that a key is to be made from and that says what no key can be.</summary>
    internal static void DemandMakeable(FileNode component)
    {
        if (component.Text("providerId") is not { } provider || !provider.EndsWith("-generated", StringComparison.Ordinal) || !Providers.Contains(provider))
        {
            return;
        }

        try
        {
            var config = component.Object("config") ?? new FileNode([], "config");
            Made(provider, config);
            RealmKeyRules.Priority(First(config, "priority"));
            RealmKeyRules.Status(First(config, "enabled"), First(config, "active"), "ACTIVE");
        }
        catch (RealmFileException exception) when (exception.Path.StartsWith("config.", StringComparison.Ordinal))
        {
            throw new RealmFileException($"{component.Path}.{exception.Path}", exception.Problem);
        }
    }

    // The algorithm of the key that the provider makes, and its size (0: there is but one).
    private static (string Algorithm, int Size) Made(string provider, FileNode config) => provider switch
    {
        "rsa-generated" => (Choice(config, "algorithm", SignatureAlgorithms, JoseAlgorithms.RS256), Size(config, "keySize", RsaSizes, 2048)),
        "rsa-enc-generated" => (Choice(config, "algorithm", EncryptionAlgorithms, JoseAlgorithms.RsaOaep), Size(config, "keySize", RsaSizes, 2048)),
        "ecdsa-generated" => (Choice(config, "ecdsaEllipticCurveKey", ["P-256", "P-384", "P-521"], "P-256") switch
        {
            "P-384" => JoseAlgorithms.ES384,
            "P-521" => JoseAlgorithms.ES512,
            _ => JoseAlgorithms.ES256,
        }, 0),
        "eddsa-generated" => (Choice(config, "eddsaEllipticCurveKey", ["Ed25519"], "Ed25519") is var _ ? JoseAlgorithms.EdDSA : string.Empty, 0),
        "hmac-generated" => (Choice(config, "algorithm", SecretAlgorithms, JoseAlgorithms.HS512), Size(config, "secretSize", SecretSizes, 64)),
        "aes-generated" => ("A256GCM", Size(config, "secretSize", ["16", "24", "32"], 32)),
        _ => throw new RealmFileException("providerId", $"there is no key provider {provider}."),
    };

    private static RealmKey WithAlgorithm(RealmKey key, FileNode config)
    {
        if (key.ProviderId.StartsWith("rsa", StringComparison.Ordinal))
        {
            var (use, algorithm) = RealmKeyRules.Rsa(key.ProviderId, First(config, "keyUse") ?? key.Use, First(config, "algorithm") ?? key.Algorithm);
            return key with { Use = use, Algorithm = algorithm };
        }

        var (name, value) = key.ProviderId switch
        {
            "hmac-generated" => ("algorithm", key.Algorithm),
            "ecdsa-generated" => ("ecdsaEllipticCurveKey", Curve(key.Algorithm)),
            _ => (string.Empty, string.Empty),
        };
        return name.Length == 0 || First(config, name) is not { } asked || asked == value
            ? key
            : throw new RealmFileException($"config.{name}", $"this key stays one of {value}: make another.");
    }

    private RealmKey Uploaded(FileNode component, string realmName)
    {
        try
        {
            return _components.Read(component, realmName) ?? throw new RealmFileException("config.privateKey", "a private key is required.");
        }
        catch (RealmFileException exception) when (exception.InnerException is not null)
        {
            throw new RealmFileException("config.privateKey", "the private key cannot be read.", exception);
        }
    }

    private static string Choice(FileNode config, string name, string[] choices, string byDefault) => First(config, name) is not { } value ? byDefault
        : choices.Contains(value, StringComparer.Ordinal) ? value
        : throw new RealmFileException($"config.{name}", $"one of {string.Join(", ", choices)} is expected.");

    private static int Size(FileNode config, string name, string[] choices, int byDefault) =>
        int.Parse(Choice(config, name, choices, byDefault.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

    private static string Curve(string algorithm) => algorithm switch
    {
        JoseAlgorithms.ES384 => "P-384",
        JoseAlgorithms.ES512 => "P-521",
        _ => "P-256",
    };
}
