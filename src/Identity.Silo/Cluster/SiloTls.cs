using Identity.Silo.Discovery;
using Identity.Silo.Tls;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace Identity.Silo.Cluster;

/// <summary>Mutual TLS between silos, with the certificate and the authorities of the links between pods: both are read anew for
/// each connection, and no authority of the machine counts.</summary>
internal static class SiloTls
{
    public static void UsePeerTls(this ISiloBuilder silo, DiscoveryOptions discovery)
    {
        if (discovery.Tls is null)
        {
            return;
        }

        silo.Services.AddOptions<SiloConnectionOptions>().Configure<PeerTls>((connections, tls) =>
        {
            var options = Options(tls);
            connections.ConfigureSiloInboundConnection(connection => connection.UseServerTls(options));
            connections.ConfigureSiloOutboundConnection(connection => connection.UseClientTls(options));
        });
    }

    private static TlsOptions Options(PeerTls tls) => new()
    {
        LocalServerCertificateSelector = (_, _) => tls.Certificate,
        LocalClientCertificateSelector = (_, _, _, _, _) => tls.Certificate,
        RemoteCertificateMode = RemoteCertificateMode.RequireCertificate,
        ClientCertificateMode = RemoteCertificateMode.AllowCertificate,
        RemoteCertificateValidation = (certificate, chain, _) => tls.IsOfOurs(certificate, chain),

        // Names do not matter between peers, but the handshake wants one.
        OnAuthenticateAsClient = (_, client) => client.TargetHost = "silo",
        HandshakeTimeout = TimeSpan.FromSeconds(5),
    };
}
