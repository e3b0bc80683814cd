using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Identity.Silo.Tls;

/// <summary>A certificate with its chain and its private key, as read from two PEM files.</summary>
internal sealed record CertificatePair(SslStreamCertificateContext Context, X509Certificate2 Certificate, byte[] Fingerprint)
{
    /// <summary>Reads the pair. Throws <see cref="CryptographicException"/> when the files do not hold a certificate and its key.</summary>
    public static CertificatePair Load(byte[] certificatePem, byte[] keyPem)
    {
        var chain = new X509Certificate2Collection();
        var text = System.Text.Encoding.UTF8.GetString(certificatePem);
        chain.ImportFromPem(text);
        if (chain.Count == 0)
        {
            throw new CryptographicException("The certificate file holds no certificate.");
        }

        var certificate = X509Certificate2.CreateFromPem(text, System.Text.Encoding.UTF8.GetString(keyPem));
        chain.RemoveAt(0);
        var context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
        return new CertificatePair(context, certificate, FingerprintOf(certificatePem, keyPem));
    }

    /// <summary>Tells one content of the files from another.</summary>
    public static byte[] FingerprintOf(byte[] certificatePem, byte[] keyPem)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(SHA256.HashData(certificatePem));
        hash.AppendData(SHA256.HashData(keyPem));
        return hash.GetHashAndReset();
    }
}
