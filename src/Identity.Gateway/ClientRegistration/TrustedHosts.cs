using System.Net;
using System.Net.Sockets;
using Identity.Grains.Clients;
using Identity.Grains.Clients.Addresses;

namespace Identity.Gateway.ClientRegistration;

/// <summary>From where clients may be registered, and where they may live.</summary>
internal static class TrustedHosts
{
    /// <summary>Refuses a request from another host.</summary>
    public static async Task DemandSenderAsync(RegistrationPolicy policy, IPAddress? sender, CancellationToken cancellationToken)
    {
        if (!policy.Flag("host-sending-registration-request-must-match", otherwise: true))
        {
            return;
        }

        // A domain (*.example.org) names no sender: reverse look-ups say what the sender wants them to.
        foreach (var host in policy.Values("trusted-hosts").Where(host => !host.StartsWith("*.", StringComparison.Ordinal)))
        {
            if (sender is not null && await NamesAsync(host, sender, cancellationToken))
            {
                return;
            }
        }

        throw policy.Refuse("Host not trusted.");
    }

    /// <summary>Refuses a client with addresses on other hosts, whatever they are for.</summary>
    public static void DemandAddresses(RegistrationPolicy policy, ClientState client)
    {
        if (!policy.Flag("client-uris-must-match", otherwise: true))
        {
            return;
        }

        var hosts = policy.Values("trusted-hosts");
        if (NamedAddress.Of(client).Any(address => !address.IsRelative && address.Text is not ("+" or "-") && !IsOn(hosts, address.Text)))
        {
            throw policy.Refuse("URL doesn't match any trusted host or trusted domain");
        }
    }

    private static bool IsOn(IReadOnlyList<string> hosts, string address) =>
        AddressParts.Parse(address.EndsWith('*') ? address[..^1].TrimEnd(':') : address) is { Host: { Length: > 0 } named }
        && hosts.Any(host => host.StartsWith("*.", StringComparison.Ordinal)
            ? named.EndsWith(host[1..], StringComparison.OrdinalIgnoreCase)
            : named.Equals(host, StringComparison.OrdinalIgnoreCase));

    private static async Task<bool> NamesAsync(string host, IPAddress sender, CancellationToken cancellationToken)
    {
        var plain = sender.IsIPv4MappedToIPv6 ? sender.MapToIPv4() : sender;
        if (IPAddress.TryParse(host, out var address))
        {
            return address.Equals(plain);
        }

        try
        {
            return (await Dns.GetHostAddressesAsync(host, cancellationToken)).Contains(plain);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
