using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Identity.Silo.Tls;
using Microsoft.Extensions.Logging.Abstractions;

namespace Identity.Silo.Tests.Tls;

public sealed class CertificateReload : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("identity-tls-").FullName;

    private string CertificateFile => Path.Combine(_folder, "tls.crt");

    private string KeyFile => Path.Combine(_folder, "tls.key");

    [Fact]
    public void A_new_pair_is_served()
    {
        Write(_folder, "first");
        var certificate = Open();
        Assert.Equal("CN=first", certificate.Current.Certificate.Subject);
        Assert.False(certificate.ReloadIfChanged());

        Write(_folder, "second");

        Assert.True(certificate.ReloadIfChanged());
        Assert.Equal("CN=second", certificate.Current.Certificate.Subject);
    }

    [Fact]
    public void A_swapped_link_is_a_new_pair()
    {
        foreach (var name in (string[])["one", "two"])
        {
            Write(Directory.CreateDirectory(Path.Combine(_folder, name)).FullName, name);
        }

        var data = Path.Combine(_folder, "..data");
        Directory.CreateSymbolicLink(data, "one");
        File.CreateSymbolicLink(CertificateFile, "..data/tls.crt");
        File.CreateSymbolicLink(KeyFile, "..data/tls.key");
        var certificate = Open();
        Assert.Equal("CN=one", certificate.Current.Certificate.Subject);

        Directory.CreateSymbolicLink(data + ".new", "two");
        Directory.Delete(data);
        Directory.Move(data + ".new", data);

        Assert.True(certificate.ReloadIfChanged());
        Assert.Equal("CN=two", certificate.Current.Certificate.Subject);
    }

    [Fact]
    public void A_pair_that_does_not_fit_is_not_taken_until_it_does()
    {
        Write(_folder, "first");
        var certificate = Open();
        _ = certificate.Current;

        Write(_folder, "second");
        var key = File.ReadAllText(KeyFile);
        Write(_folder, "third");
        File.WriteAllText(CertificateFile, "half a file");
        Assert.False(certificate.ReloadIfChanged());
        Write(_folder, "second");
        File.WriteAllText(KeyFile, key);
        Assert.False(certificate.ReloadIfChanged());
        Assert.Equal("CN=first", certificate.Current.Certificate.Subject);

        Write(_folder, "fourth");
        Assert.True(certificate.ReloadIfChanged());
        Assert.Equal("CN=fourth", certificate.Current.Certificate.Subject);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Write(string folder, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var from = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var certificate = request.CreateSelfSigned(from, from.AddYears(50));
        File.WriteAllText(Path.Combine(folder, "tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "tls.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private ServerCertificate Open() => new(CertificateFile, KeyFile, NullLogger<ServerCertificate>.Instance);
}
