using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Identity.Gateway.Admin.Clients.Certificates;

/// <summary>PKCS #12 files. One password opens a file and the key in it.</summary>
internal static class KeystoreFile
{
    /// <summary>The name of the format that is read and written.</summary>
    public const string Pkcs12 = "PKCS12";

    /// <summary>A file with the certificate and, where it is there, the private key.</summary>
    public static byte[] Write(ClientKeyPair keys, string password)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(keys.Certificate!));
        if (keys.PrivateKey is null)
        {
            return certificate.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, password);
        }

        using var key = RSA.Create();
        key.ImportRSAPrivateKey(Convert.FromBase64String(keys.PrivateKey), out _);
        using var both = certificate.CopyWithPrivateKey(key);
        return both.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, password);
    }

    /// <summary>The key of a file; null when it cannot be opened with the password, or holds no certificate.</summary>
    public static ClientKeyPair? Read(byte[] file, string? password)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadPkcs12(file, password, X509KeyStorageFlags.EphemeralKeySet | X509KeyStorageFlags.Exportable);
            using var key = certificate.GetRSAPrivateKey();
            return new ClientKeyPair(
                key is null ? null : Convert.ToBase64String(key.ExportRSAPrivateKey()), Convert.ToBase64String(certificate.RawData), PublicKey: null);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
