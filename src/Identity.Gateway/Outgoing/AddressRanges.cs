using System.Net;
using System.Net.Sockets;

namespace Identity.Gateway.Outgoing;

/// <summary>Tells addresses of the public internet from all others (IANA's special-purpose registries, RFC 6890).</summary>
internal static class AddressRanges
{
    private static readonly IPNetwork s_publicV6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork s_nat64 = IPNetwork.Parse("64:ff9b::/96");

    // IPv4, and what of 2000::/3 is not public. The first that holds an address names it.
    private static readonly (IPNetwork Network, string Kind)[] s_special =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "unspecified"),
        (IPNetwork.Parse("10.0.0.0/8"), "private"),
        (IPNetwork.Parse("100.64.0.0/10"), "private"), // a carrier's, and many clusters'
        (IPNetwork.Parse("127.0.0.0/8"), "loopback"),
        (IPNetwork.Parse("169.254.0.0/16"), "link-local"), // with the metadata services of clouds
        (IPNetwork.Parse("172.16.0.0/12"), "private"),
        (IPNetwork.Parse("192.0.0.0/24"), "reserved"),
        (IPNetwork.Parse("192.0.2.0/24"), "reserved"),
        (IPNetwork.Parse("192.88.99.0/24"), "reserved"),
        (IPNetwork.Parse("192.168.0.0/16"), "private"),
        (IPNetwork.Parse("198.18.0.0/15"), "reserved"),
        (IPNetwork.Parse("198.51.100.0/24"), "reserved"),
        (IPNetwork.Parse("203.0.113.0/24"), "reserved"),
        (IPNetwork.Parse("224.0.0.0/4"), "multicast"),
        (IPNetwork.Parse("240.0.0.0/4"), "reserved"), // with the broadcast address
        (IPNetwork.Parse("2001::/23"), "reserved"), // with Teredo, which leads to IPv4
        (IPNetwork.Parse("2001:db8::/32"), "reserved"),
        (IPNetwork.Parse("2002::/16"), "reserved"), // 6to4, which leads to IPv4
        (IPNetwork.Parse("3fff::/20"), "reserved"),
    ];

    /// <summary>What kind of address it is; null for one of the public internet. An IPv4 address in IPv6's clothes is judged as what it is.</summary>
    public static string? KindOf(IPAddress address)
    {
        var plain = Plain(address);
        foreach (var (network, kind) in s_special)
        {
            if (network.Contains(plain))
            {
                return kind;
            }
        }

        return plain.AddressFamily == AddressFamily.InterNetwork || (s_publicV6.Contains(plain) && plain.ScopeId == 0) ? null
            : IPAddress.IsLoopback(plain) ? "loopback"
            : plain.IsIPv6Multicast ? "multicast"
            : plain.IsIPv6LinkLocal ? "link-local"
            : plain.IsIPv6UniqueLocal || plain.IsIPv6SiteLocal ? "private"
            : plain.Equals(IPAddress.IPv6Any) ? "unspecified"
            : "reserved";
    }

    /// <summary>The address without IPv6's clothes: mapped, or translated by NAT64 (RFC 6052).</summary>
    public static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address.AddressFamily == AddressFamily.InterNetworkV6 && s_nat64.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(12))
        : address;
}
