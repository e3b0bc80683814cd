using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Identity.Testing.Mail;

/// <summary>An authority for certificates of mail servers, which no machine trusts.</summary>
public sealed class MailAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _intermediateKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _intermediate;

    public MailAuthority()
    {
        var now = TimeProvider.System.GetUtcNow();
        Certificate = Authority("an authority of our own", _key).CreateSelfSigned(now.AddDays(-30), now.AddDays(30));
        _intermediate = Authority("an intermediate authority", _intermediateKey).Create(Certificate, now.AddDays(-20), now.AddDays(20), RandomNumberGenerator.GetBytes(8));
    }

    /// <summary>What has to be trusted.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>A certificate with its key.</summary>
    /// <param name="host">A name, or an address.</param>
    public X509Certificate2 Issue(string host) => Issue(Request(host, out var key), key, Certificate);

    /// <summary>One of an intermediate authority, whose own certificate is said to be at the address.</summary>
    public X509Certificate2 IssueByIntermediate(string host, string intermediateAt)
    {
        var request = Request(host, out var key);
        var access = new X509AuthorityInformationAccessExtension(ocspUris: null, caIssuersUris: [intermediateAt]);
        request.CertificateExtensions.Add(access);
        using var issuer = _intermediate.CopyWithPrivateKey(_intermediateKey);
        return Issue(request, key, issuer);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _intermediate.Dispose();
        _intermediateKey.Dispose();
        _key.Dispose();
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request;
    }

    private static CertificateRequest Request(string host, out ECDsa key)
    {
        key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        var request = new CertificateRequest("CN=mail", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    private static X509Certificate2 Issue(CertificateRequest request, ECDsa key, X509Certificate2 issuer)
    {
        using (key)
        {
            var now = TimeProvider.System.GetUtcNow();
            using var certificate = request.Create(issuer, now.AddDays(-10), now.AddDays(10), RandomNumberGenerator.GetBytes(8));
            return certificate.CopyWithPrivateKey(key);
        }
    }
}
