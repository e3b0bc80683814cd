using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Identity.Silo.Discovery;
using Identity.Silo.Tls;

namespace Identity.Silo.Configuration;

/// <summary>Reads how the pods find each other.</summary>
internal sealed class DiscoveryOptionsReader(SettingReader read, ServerMode mode)
{
    public DiscoveryOptions Read() => new(
        read.Text(Settings.ClusterId)!,
        read.Text(Settings.ClusterInstance) ?? Environment.GetEnvironmentVariable("POD_NAME") ?? Environment.MachineName,
        ReadAddress(),
        read.Number(Settings.ClusterPort, 1, 65535) ?? 0,
        read.Number(Settings.ClusterSiloPort, 1, 65535) ?? 0,
        ReadNames(),
        ReadPeers(),
        ReadTls());

    private IPAddress ReadAddress()
    {
        var text = read.Text(Settings.ClusterAddress) ?? Environment.GetEnvironmentVariable("POD_IP");
        if (string.IsNullOrEmpty(text))
        {
            return (mode == ServerMode.Development ? null : FirstAddress()) ?? IPAddress.Loopback;
        }

        if (IPAddress.TryParse(text, out var address))
        {
            return address;
        }

        read.Problem(Settings.ClusterAddress, $"'{text}' is no IP address.");
        return IPAddress.Loopback;
    }

    private string[] ReadNames()
    {
        var names = read.List(Settings.ClusterDns);
        foreach (var name in names.Where(name => Uri.CheckHostName(name.TrimEnd('.')) != UriHostNameType.Dns))
        {
            read.Problem(Settings.ClusterDns, $"'{name}' is no host name.");
        }

        return names;
    }

    private List<IPEndPoint> ReadPeers()
    {
        var peers = new List<IPEndPoint>();
        foreach (var text in read.List(Settings.ClusterPeers))
        {
            if (IPEndPoint.TryParse(text.Replace("localhost:", "127.0.0.1:", StringComparison.Ordinal), out var peer) && peer.Port != 0)
            {
                peers.Add(peer);
            }
            else
            {
                read.Problem(Settings.ClusterPeers, $"'{text}' is no address:port, for example 10.0.0.7:7800 or [fd00::7]:7800.");
            }
        }

        return peers;
    }

    private PeerTlsFiles? ReadTls()
    {
        var files = new[] { Settings.ClusterCertificateFile, Settings.ClusterCertificateKeyFile, Settings.ClusterCaFile }
            .Select(setting => (Setting: setting, Path: read.ExistingFile(setting)))
            .ToArray();
        if (files.All(file => file.Path is null))
        {
            return null;
        }

        foreach (var (setting, _) in files.Where(file => file.Path is null && !read.IsSet(file.Setting)))
        {
            read.Problem(setting, "TLS between pods needs a certificate, its key and the authorities; this one is not set.");
        }

        return new PeerTlsFiles(files[0].Path ?? string.Empty, files[1].Path ?? string.Empty, files[2].Path ?? string.Empty);
    }

    private static IPAddress? FirstAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .Where(address => !address.IsIPv6LinkLocal)
        .OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)
        .FirstOrDefault();
}
