using System.Net;

namespace Identity.Silo.Configuration;

/// <summary>Reads what may be called although it is not public.</summary>
internal sealed class OutgoingAllowanceReader(SettingReader read, ServerMode mode)
{
    /// <summary>What development allows: a developer's application is on the same machine.</summary>
    public const string Loopback = "127.0.0.0/8,::1/128";

    private const string None = "none";

    public OutgoingAllowance Read()
    {
        var (networks, hosts) = (new List<IPNetwork>(), new List<string>());
        foreach (var text in Entries())
        {
            if (IPAddress.TryParse(text.Trim('[', ']'), out var address))
            {
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else if (IPNetwork.TryParse(text, out var network))
            {
                networks.Add(network);
            }
            else if (Uri.CheckHostName(text.TrimEnd('.')) == UriHostNameType.Dns)
            {
                hosts.Add(text.TrimEnd('.'));
            }
            else
            {
                read.Problem(Settings.OutgoingAllowedAddresses, $"'{text}' is no host name, no address and no network such as 10.0.0.0/8.");
            }
        }

        return new OutgoingAllowance(networks, hosts);
    }

    private string[] Entries() => read.List(Settings.OutgoingAllowedAddresses) switch
    {
        [] => mode is ServerMode.Development or ServerMode.Cluster ? Loopback.Split(',') : [],
        [var one] when one.Equals(None, StringComparison.OrdinalIgnoreCase) => [],
        var several => several,
    };
}
