using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Identity.Grains.Keys;

/// <summary>The JSON Web Key Set of a realm (RFC 7517).</summary>
public static class Jwks
{
    /// <summary>The document in UTF-8: public parts only, keys that sign before keys that encrypt.</summary>
    public static byte[] Write(RealmKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("keys");
            // Some clients take the first key, whatever its use.
            foreach (var key in keys.Published.OrderBy(key => key.Use == "ENC"))
            {
                Write(writer, key);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Throws for a key that cannot be written.</summary>
    internal static void Demand(RealmKey key)
    {
        using var writer = new Utf8JsonWriter(new ArrayBufferWriter<byte>(2048));
        Write(writer, key);
    }

    private static void Write(Utf8JsonWriter writer, RealmKey key)
    {
        var publicKey = Convert.FromBase64String(key.PublicKey!);
        writer.WriteStartObject();
        writer.WriteString("kid", key.Kid);
        writer.WriteString("kty", JoseAlgorithms.KeyType(key.Algorithm) is var type and not "OCT" ? type : throw new NotSupportedException("The algorithm has no public keys."));
        writer.WriteString("alg", key.Algorithm);
        writer.WriteString("use", key.Use == "ENC" ? "enc" : "sig");
        WriteCertificate(writer, key.Certificate);
        switch (key.Algorithm)
        {
            case JoseAlgorithms.EdDSA:
                writer.WriteString("crv", "Ed25519");
                writer.WriteString("x", Base64Url.EncodeToString(Ed25519SigningKey.RawPublicKey(publicKey)));
                break;
            case JoseAlgorithms.ES256 or JoseAlgorithms.ES384 or JoseAlgorithms.ES512:
                WriteEcdsa(writer, publicKey);
                break;
            default:
                WriteRsa(writer, publicKey);
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteCertificate(Utf8JsonWriter writer, string? certificate)
    {
        if (certificate is null)
        {
            return;
        }

        var bytes = Convert.FromBase64String(certificate);
        writer.WriteStartArray("x5c");
        writer.WriteStringValue(certificate);
        writer.WriteEndArray();
#pragma warning disable CA5350 // RFC 7517 section 4.8: x5t is the SHA-1 of the certificate, a name and not a proof.
        writer.WriteString("x5t", Base64Url.EncodeToString(SHA1.HashData(bytes)));
#pragma warning restore CA5350
        writer.WriteString("x5t#S256", Base64Url.EncodeToString(SHA256.HashData(bytes)));
    }

    private static void WriteRsa(Utf8JsonWriter writer, byte[] publicKey)
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(publicKey, out _);
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        writer.WriteString("n", Base64Url.EncodeToString(parameters.Modulus));
        writer.WriteString("e", Base64Url.EncodeToString(parameters.Exponent));
    }

    private static void WriteEcdsa(Utf8JsonWriter writer, byte[] publicKey)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(publicKey, out _);
        var point = ecdsa.ExportParameters(includePrivateParameters: false).Q;
        writer.WriteString("crv", ecdsa.KeySize switch { 384 => "P-384", 521 => "P-521", _ => "P-256" });
        writer.WriteString("x", Base64Url.EncodeToString(point.X));
        writer.WriteString("y", Base64Url.EncodeToString(point.Y));
    }
}
