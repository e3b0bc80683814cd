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
        ReadName(Settings.ClusterId, "identity"),
        ReadName(Settings.ClusterInstance, read.Variable("POD_NAME") ?? Environment.MachineName),
        ReadAddress(),
        read.Number(Settings.ClusterPort, 1, 65535) ?? 0,
        read.Number(Settings.ClusterSiloPort, 1, 65535) ?? 0,
        ReadNames(),
        ReadPeers(),
        ReadTls());

    // What peers do not take from a greeting.
    private string ReadName(Setting setting, string fallback)
    {
        var name = read.Text(setting) ?? fallback;
        if (name.Length > 200 || name.Any(char.IsControl))
        {
            read.Problem(setting, "a name of at most 200 characters in one line is needed.");
        }

        return name;
    }

    private IPAddress ReadAddress()
    {
        var text = read.Text(Settings.ClusterAddress) ?? read.Variable("POD_IP");
        if (text is null)
        {
            return (mode == ServerMode.Development ? null : FirstAddress()) ?? IPAddress.Loopback;
        }

        if (IPAddress.TryParse(text, out var address) && !IsOfMany(address))
        {
            return Plain(address);
        }

        read.Problem(Settings.ClusterAddress, address is null ? $"'{text}' is no IP address." : $"'{text}' is not the address of one pod.");
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
                peers.Add(new IPEndPoint(Plain(peer.Address), peer.Port));
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

    private static bool IsOfMany(IPAddress address) =>
        address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Broadcast) || address.IsIPv6Multicast;

    // One address has one form: pods are told apart by it.
    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static IPAddress? FirstAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .Where(address => !address.IsIPv6LinkLocal)
        .OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)
        .FirstOrDefault();
}
