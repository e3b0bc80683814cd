using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Identity.Grains.Realms;

namespace Identity.Grains.Keys;

/// <summary>The config of a component of the type KeyProvider: lists of one text each.</summary>
internal static class KeyComponentConfig
{
    /// <summary>A value.</summary>
    public static JsonArray One(string value) => [(JsonNode)value];

    /// <summary>The value of that name; null when there is none or it is empty.</summary>
    public static string? First(FileNode config, string name) => config.Texts(name) is [{ Length: > 0 } value, ..] ? value : null;

    /// <summary>Adds what a kind of key has of its own, its private part open.</summary>
    public static void Add(JsonObject config, RealmKey key, byte[] secret)
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
}
