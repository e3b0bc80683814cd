using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Identity.Silo.Tls;

/// <summary>The authorities of <c>--truststore-paths</c>, which outgoing TLS trusts beside the machine's.</summary>
internal static class TrustedAuthorities
{
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
}
