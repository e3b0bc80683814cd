using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Identity.Silo.Tests.Production;

/// <summary>A self-signed certificate for localhost, which is its own authority, as PEM files.</summary>
internal sealed class TestCertificate
{
    private TestCertificate(string folder) => Folder = folder;

    public string Folder { get; }

    public string CertificateFile => Path.Combine(Folder, "tls.crt");

    public string KeyFile => Path.Combine(Folder, "tls.key");

    /// <summary>The pair that is in the folder already.</summary>
    public static TestCertificate At(string folder) => new(folder);

    /// <summary>Makes a pair in the folder, over the one that is there.</summary>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="name">The subject's name, to tell pairs apart.</param>
    public static TestCertificate Write(string folder, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var written = new TestCertificate(Directory.CreateDirectory(folder).FullName);
        File.WriteAllText(written.CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(written.KeyFile, key.ExportPkcs8PrivateKeyPem());
        return written;
    }

    /// <summary>The subject of the certificate that a new connection is shown.</summary>
    public static async Task<string> ShownAtAsync(string url)
    {
        var address = new Uri(url);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(address.Host, address.Port);
        var subject = "";
        await using var tls = new SslStream(tcp.GetStream(), false, (_, certificate, _, _) => (subject = certificate!.Subject) is not null);
        await tls.AuthenticateAsClientAsync(address.Host);
        return subject;
    }

    /// <summary>A client that trusts this certificate and no other, whatever the machine trusts. Cookies and redirects are the test's.</summary>
    public HttpClient CreateClient()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(CertificateFile);
        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, SslOptions = { CertificateChainPolicy = policy } });
    }
}
