using System.Net;
using System.Net.Sockets;
using Identity.Grains.Clients;

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

    /// <summary>Refuses a client with addresses on other hosts.</summary>
    public static void DemandAddresses(RegistrationPolicy policy, ClientState client)
    {
        if (!policy.Flag("client-uris-must-match", otherwise: true))
        {
            return;
        }

        var hosts = policy.Values("trusted-hosts");
        string?[] addresses = [client.RootUrl, client.BaseUrl, client.AdminUrl, .. client.RedirectUris, .. client.WebOrigins.Where(origin => origin != "+")];
        if (addresses.OfType<string>().Where(address => address.Length > 0 && !address.StartsWith('/')).Any(address => !IsOn(hosts, address)))
        {
            throw policy.Refuse("URL doesn't match any trusted host or trusted domain");
        }
    }

    private static bool IsOn(IReadOnlyList<string> hosts, string address) =>
        Uri.TryCreate(address.TrimEnd('*'), UriKind.Absolute, out var uri)
        && hosts.Any(host => host.StartsWith("*.", StringComparison.Ordinal)
            ? uri.Host.EndsWith(host[1..], StringComparison.OrdinalIgnoreCase)
            : uri.Host.Equals(host, StringComparison.OrdinalIgnoreCase));

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
