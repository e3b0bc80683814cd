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
        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificateContext = certificate.Current.Context,
                ClientCertificateRequired = true,
                RemoteCertificateValidationCallback = (_, remote, chain, _) => IsOfOurs(remote, chain),
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            },
            cancellationToken);
        return tls;
    }

    /// <summary>The side that connects.</summary>
    public async Task<SslStream> ConnectAsync(Stream stream, CancellationToken cancellationToken)
    {
        var tls = new SslStream(stream);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = string.Empty,
                ClientCertificateContext = certificate.Current.Context,
                RemoteCertificateValidationCallback = (_, remote, chain, _) => IsOfOurs(remote, chain),
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            },
            cancellationToken);
        return tls;
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
