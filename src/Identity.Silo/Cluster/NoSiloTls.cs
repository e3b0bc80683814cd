using Identity.Silo.Configuration;
using Identity.Silo.Discovery;

namespace Identity.Silo.Cluster;

/// <summary>A build without Microsoft.Orleans.Connections.Security refuses to start rather than leave silos unprotected.</summary>
internal static class SiloTls
{
    public static void UsePeerTls(this ISiloBuilder silo, DiscoveryOptions discovery)
    {
        _ = silo;
        if (discovery.Tls is not null)
        {
            throw new ConfigurationProblemsException([$"--{Settings.ClusterCertificateFile.Name}: this build has no TLS between silos (OrleansTls=false); use the released image, or a mesh that leaves no other way."]);
        }
    }
}
