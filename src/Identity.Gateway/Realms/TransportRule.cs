using System.Net;
using System.Net.Sockets;
using Identity.Grains.Realms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Realms;

/// <summary>Whether a realm's sslRequired lets a request pass: <c>none</c> all, <c>external</c> https and whoever is near, anything else https only.</summary>
internal static class TransportRule
{
    private static readonly IPNetwork[] Near =
    [
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("fc00::/7"),
    ];

    public static bool Allows(RealmState realm, HttpContext http) =>
        http.Request.IsHttps || realm.SslRequired.ToLowerInvariant() switch
        {
            "none" => true,
            "external" => IsNear(http.Connection.RemoteIpAddress),
            _ => false,
        };

    // No address: not a network, but a socket of this machine.
    private static bool IsNear(IPAddress? remote)
    {
        var address = remote is { IsIPv4MappedToIPv6: true } ? remote.MapToIPv4() : remote;
        return address is null || IPAddress.IsLoopback(address)
            || (address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv6SiteLocal)
            || Near.Any(network => network.Contains(address));
    }
}
