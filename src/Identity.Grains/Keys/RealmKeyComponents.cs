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

    private readonly KeyComponentReader _reader = new(sealer, time);

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
        KeyComponentConfig.Add(config, key, Open(key));
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
        var config = new JsonObject { ["priority"] = KeyComponentConfig.One(key.Priority.ToString(CultureInfo.InvariantCulture)) };
        if (key.Status != "ACTIVE")
        {
            config[key.Status == "DISABLED" ? "enabled" : "active"] = KeyComponentConfig.One("false");
        }

        return config;
    }

    /// <summary>The key that a component holds; null when it holds none that Identity can use.</summary>
    public RealmKey? Read(FileNode component, string realmName) => _reader.Read(component, realmName);

    private byte[] Open(RealmKey key) => sealer.Open(RealmKeysReader.SealPurpose, key.SealedPrivateKey)
        ?? throw new CryptographicException($"Key {key.Kid} was sealed with a key that is not in this key ring.");
}
