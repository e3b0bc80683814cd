using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Identity.Silo.Tls;

namespace Identity.Testing.Certificates;

/// <summary>An authority of pods, and the PEM files of pods.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    public TestAuthority(string name)
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        _certificate = request.CreateSelfSigned(now.AddDays(-30), now.AddDays(30));
    }

    private string Pem => _certificate.ExportCertificatePem();

    /// <summary>Writes a certificate of this authority, its key, and the authorities that the pod accepts.</summary>
    /// <param name="folder">Made where it is missing; what is there is written over.</param>
    /// <param name="accepted">The authorities to accept.</param>
    /// <param name="validUntil">In days from now.</param>
    public PeerTlsFiles Issue(string folder, TestAuthority[] accepted, int validUntil = 10)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=not the pod's name", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.Create(_certificate, now.AddDays(-20), now.AddDays(validUntil), RandomNumberGenerator.GetBytes(8));
        Directory.CreateDirectory(folder);
        var files = new PeerTlsFiles(Path.Combine(folder, "tls.crt"), Path.Combine(folder, "tls.key"), Path.Combine(folder, "ca.crt"));
        File.WriteAllText(files.Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        Accept(files, accepted);
        return files;
    }

    /// <summary>Changes which authorities a pod accepts.</summary>
    public static void Accept(PeerTlsFiles files, params TestAuthority[] accepted) =>
        File.WriteAllText(files.Authority, string.Join('\n', accepted.Select(authority => authority.Pem)));

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }
}
