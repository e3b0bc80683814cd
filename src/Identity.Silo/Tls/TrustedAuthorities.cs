using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Identity.Silo.Tls;

/// <summary>The authorities that outgoing TLS trusts: the machine's and those of <c>--truststore-paths</c>.</summary>
internal static class TrustedAuthorities
{
    /// <summary>A handler for an outgoing HTTP client. Names and dates are checked as always.</summary>
    public static HttpMessageHandler CreateHandler(X509Certificate2Collection further)
    {
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = TimeSpan.FromSeconds(10), UseCookies = false };
        if (further.Count > 0)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(further);
            policy.CustomTrustStore.AddRange(MachineRoots());
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        return handler;
    }

    /// <summary>Reads PEM and PKCS#12 (without password) files; a folder stands for the files directly in it.
    /// Throws <see cref="CryptographicException"/> that names the file which cannot be read.</summary>
    public static X509Certificate2Collection Load(IEnumerable<string> paths)
    {
        var found = new X509Certificate2Collection();
        foreach (var file in paths.SelectMany(path => Directory.Exists(path) ? Directory.GetFiles(path).Order(StringComparer.Ordinal) : (IEnumerable<string>)[path]))
        {
            try
            {
                if (Path.GetExtension(file) is ".p12" or ".pfx" or ".pkcs12")
                {
                    found.AddRange(X509CertificateLoader.LoadPkcs12CollectionFromFile(file, password: null));
                }
                else
                {
                    found.ImportFromPemFile(file);
                }
            }
            catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
            {
                throw new CryptographicException($"The truststore {file} cannot be read: {exception.Message}", exception);
            }
        }

        return found;
    }

    private static X509Certificate2Collection MachineRoots()
    {
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        store.Open(OpenFlags.ReadOnly);
        return store.Certificates;
    }
}
