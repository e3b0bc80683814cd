using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Identity.Grains.Clients;
using Identity.Grains.Keys;
using Identity.Grains.Protocol;
using Identity.Grains.Texts;

namespace Identity.Gateway.ClientAuthentication;

/// <summary>Checks a client assertion's signature with the keys that the client registered: never with one that the assertion brings.</summary>
internal static class AssertionKeys
{
    /// <summary>Whether the client's own key made the signature.</summary>
    public static bool Verify(ClientState client, SignedAssertion assertion)
    {
        try
        {
            if (Attribute(client, ClientAttributes.UseJwks) == "true")
            {
                return Attribute(client, ClientAttributes.Jwks) is { } jwks && VerifyWithJwks(jwks, assertion);
            }

            return Attribute(client, ClientAttributes.AssertionCertificate) is { } certificate && VerifyWithCertificate(certificate, assertion);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Whether the client's secret made the signature (client_secret_jwt).</summary>
    public static bool VerifyWithSecret(string secret, SignedAssertion assertion) =>
        assertion.Algorithm is JoseAlgorithms.HS256 or JoseAlgorithms.HS384 or JoseAlgorithms.HS512
        && CryptographicOperations.FixedTimeEquals(
            CryptographicOperations.HmacData(JoseAlgorithms.Hash(assertion.Algorithm), Encoding.UTF8.GetBytes(secret), assertion.Signed),
            assertion.Signature);

    private static bool VerifyWithCertificate(string base64, SignedAssertion assertion)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(base64));
        using var rsa = certificate.GetRSAPublicKey();
        using var ecdsa = certificate.GetECDsaPublicKey();
        return rsa is not null ? VerifyRsa(rsa, assertion) : ecdsa is not null && VerifyEcdsa(ecdsa, assertion);
    }

    private static bool VerifyWithJwks(string jwks, SignedAssertion assertion)
    {
        if (JsonInput.FindObject(jwks) is not { } set || !set.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        foreach (var key in keys.EnumerateArray().Where(key => key.ValueKind == JsonValueKind.Object))
        {
            if ((assertion.KeyId is null || Text(key, "kid") == assertion.KeyId) && Text(key, "use") is null or "sig"
                && Text(key, "alg") is var alg && (alg is null || alg == assertion.Algorithm) && VerifyWithJwk(key, assertion))
            {
                return true;
            }
        }

        return false;
    }

    private static bool VerifyWithJwk(JsonElement key, SignedAssertion assertion)
    {
        switch (Text(key, "kty"))
        {
            case "RSA":
                using (var rsa = RSA.Create(new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") }))
                {
                    return VerifyRsa(rsa, assertion);
                }

            case "EC":
                using (var ecdsa = ECDsa.Create(new ECParameters { Curve = Curve(Text(key, "crv")), Q = new ECPoint { X = Bytes(key, "x"), Y = Bytes(key, "y") } }))
                {
                    return VerifyEcdsa(ecdsa, assertion);
                }

            default:
                return false;
        }
    }

    private static bool VerifyRsa(RSA key, SignedAssertion assertion) =>
        assertion.Algorithm is JoseAlgorithms.RS256 or JoseAlgorithms.RS384 or JoseAlgorithms.RS512
            or JoseAlgorithms.PS256 or JoseAlgorithms.PS384 or JoseAlgorithms.PS512
        && key.VerifyData(
            assertion.Signed,
            assertion.Signature,
            JoseAlgorithms.Hash(assertion.Algorithm),
            assertion.Algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);

    // RFC 7518 section 3.4: each ES algorithm has its one curve.
    private static bool VerifyEcdsa(ECDsa key, SignedAssertion assertion) =>
        (assertion.Algorithm, key.KeySize) is (JoseAlgorithms.ES256, 256) or (JoseAlgorithms.ES384, 384) or (JoseAlgorithms.ES512, 521)
        && key.VerifyData(assertion.Signed, assertion.Signature, JoseAlgorithms.Hash(assertion.Algorithm));

    private static ECCurve Curve(string? name) => name switch
    {
        "P-256" => ECCurve.NamedCurves.nistP256,
        "P-384" => ECCurve.NamedCurves.nistP384,
        "P-521" => ECCurve.NamedCurves.nistP521,
        _ => throw new CryptographicException("Unknown curve."),
    };

    private static byte[] Bytes(JsonElement key, string name) => Base64Url.DecodeFromChars(Text(key, name) ?? throw new FormatException());

    private static string? Attribute(ClientState client, string name) =>
        client.Attributes.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
