using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Identity.Grains.Clients;

namespace Identity.Gateway.Admin.Clients.Certificates;

/// <summary>A key of a client as its attributes hold it: base64 of DER.</summary>
/// <param name="PrivateKey">PKCS #1; null when only the client itself has it.</param>
/// <param name="Certificate">X.509.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo, where there is no certificate.</param>
internal sealed record ClientKeyPair(string? PrivateKey, string? Certificate, string? PublicKey)
{
    /// <summary>RSA as strong as 128 bits (NIST SP 800-57). One of 4096 takes a processor three times as long, many seconds at worst.</summary>
    public const int DefaultKeySize = 3072;

    private const int ValidYears = 3;

    /// <summary>What the client's attributes hold under that prefix.</summary>
    public static ClientKeyPair Of(ClientState client, string attribute) => new(
        client.Attributes.GetValueOrDefault($"{attribute}.private.key"),
        client.Attributes.GetValueOrDefault($"{attribute}.certificate"),
        client.Attributes.GetValueOrDefault($"{attribute}.public.key"));

    /// <summary>A new key with a certificate that it signs itself, in the name of the client.</summary>
    public static ClientKeyPair Generate(ClientState client, int keySize, int? validYears, DateTimeOffset now)
    {
        using var key = RSA.Create(keySize);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(client.ClientId.Length <= 64 ? client.ClientId : client.ClientId[..64]);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(now.AddMinutes(-2), now.AddYears(validYears ?? ValidYears));
        return new ClientKeyPair(Convert.ToBase64String(key.ExportRSAPrivateKey()), Convert.ToBase64String(certificate.RawData), PublicKey: null);
    }

    /// <summary>The client with this key, and no other, under the prefix.</summary>
    public ClientState StoreIn(ClientState client, string attribute)
    {
        var attributes = new Dictionary<string, string>(client.Attributes, StringComparer.Ordinal);
        Set($"{attribute}.private.key", PrivateKey);
        Set($"{attribute}.certificate", Certificate);
        Set($"{attribute}.public.key", PublicKey);
        return client with { Attributes = attributes };

        void Set(string name, string? value)
        {
            if (value is null)
            {
                attributes.Remove(name);
            }
            else
            {
                attributes[name] = value;
            }
        }
    }

    /// <summary>As Keycloak's CertificateRepresentation.</summary>
    public JsonObject Write()
    {
        var node = new JsonObject();
        Add("privateKey", PrivateKey);
        Add("publicKey", PublicKey);
        Add("certificate", Certificate);
        return node;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                node[name] = value;
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"ClientKeyPair {{ {Certificate?.Length} }}";
}
