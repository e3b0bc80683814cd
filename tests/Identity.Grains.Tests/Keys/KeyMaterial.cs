using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Identity.Grains.Tests.Keys;

/// <summary>Key components as realm files hold them, sound until a test breaks them.</summary>
internal static class KeyMaterial
{
    public static JsonObject Component(string provider, params (string Name, string Value)[] config) => new()
    {
        ["name"] = provider,
        ["providerId"] = provider,
        ["config"] = new JsonObject([.. config.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)new JsonArray(field.Value)))]),
    };

    public static JsonObject Rsa(int bits = 2048, params (string Name, string Value)[] config)
    {
        using var rsa = RSA.Create(bits);
        return Component("rsa", [("privateKey", Convert.ToBase64String(rsa.ExportRSAPrivateKey())), .. config]);
    }

    public static JsonObject Ecdsa(ECCurve curve, params (string Name, string Value)[] config)
    {
        using var ecdsa = ECDsa.Create(curve);
        return Component("ecdsa-generated", [("ecdsaPrivateKey", Convert.ToBase64String(ecdsa.ExportPkcs8PrivateKey())), .. config]);
    }

    public static JsonObject Secret(string provider, int bytes, params (string Name, string Value)[] config) =>
        Component(provider, [("kid", "k"), ("secret", Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes))), .. config]);

    /// <summary>A certificate of a key that nobody here has.</summary>
    public static string OtherCertificate()
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=other", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1));
        return Convert.ToBase64String(certificate.RawData);
    }

    /// <summary>A realm file with these keys.</summary>
    public static JsonObject File(params JsonObject[] components) => new()
    {
        ["realm"] = "x",
        ["components"] = new JsonObject { ["org.keycloak.keys.KeyProvider"] = new JsonArray([.. components]) },
    };
}
