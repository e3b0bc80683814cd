using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Identity.Silo.Tls;

/// <summary>Mutual TLS between pods: both sides show a certificate that one of our own authorities has signed. No other authority
/// counts, and names do not matter: whoever has such a certificate is one of us.</summary>
internal sealed class PeerTls(PeerTlsFiles files, ServerCertificate certificate)
{
    private volatile X509Certificate2Collection? _authorities;

    /// <summary>The certificate that this pod shows, as read last.</summary>
    public X509Certificate2 Certificate => certificate.Current.Certificate;

    /// <summary>The side that accepts.</summary>
    public async Task<SslStream> AcceptAsync(Stream stream, CancellationToken cancellationToken)
    {
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate.Current.Context,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, remote, chain, _) => IsOfOurs(remote, chain),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            AllowTlsResume = false,
        };
        return await AuthenticateAsync(stream, tls => tls.AuthenticateAsServerAsync(options, cancellationToken));
    }

    /// <summary>The side that connects.</summary>
    public async Task<SslStream> ConnectAsync(Stream stream, CancellationToken cancellationToken)
    {
        // No session is resumed: each link is of the certificates that both sides have now.
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = string.Empty,
            ClientCertificateContext = certificate.Current.Context,
            RemoteCertificateValidationCallback = (_, remote, chain, _) => IsOfOurs(remote, chain),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            AllowTlsResume = false,
        };
        return await AuthenticateAsync(stream, tls => tls.AuthenticateAsClientAsync(options, cancellationToken));
    }

    /// <summary>The certificate is valid now and signed by one of our authorities.</summary>
    public bool IsOfOurs(X509Certificate? remote, X509Chain? shown)
    {
        if (remote is null)
        {
            return false;
        }

        using var chain = new X509Chain
        {
            ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
        };
        chain.ChainPolicy.CustomTrustStore.AddRange(Authorities());
        chain.ChainPolicy.ExtraStore.AddRange(shown?.ChainPolicy.ExtraStore ?? []);
        return chain.Build(remote as X509Certificate2 ?? X509CertificateLoader.LoadCertificate(remote.GetRawCertData()));
    }

    /// <summary>Throws <see cref="CryptographicException"/> or <see cref="IOException"/> when the files cannot be used, so that a start tells it.</summary>
    public void Check()
    {
        _ = Certificate;
        if (Authorities().Count == 0)
        {
            throw new CryptographicException($"The file {files.Authority} holds no certificate of an authority of pods.");
        }
    }

    private static async Task<SslStream> AuthenticateAsync(Stream stream, Func<SslStream, Task> authenticate)
    {
        var tls = new SslStream(stream);
        try
        {
            await authenticate(tls);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    // Read at each handshake: handshakes are rare, and a new authority counts at once. A file half written leaves the one before.
    private X509Certificate2Collection Authorities()
    {
        try
        {
            var read = new X509Certificate2Collection();
            read.ImportFromPemFile(files.Authority);
            if (read.Count > 0)
            {
                _authorities = read;
            }
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            // Kept until the file is good again.
        }

        return _authorities ?? [];
    }
}
