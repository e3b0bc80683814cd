using System.Net;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Realms;

/// <summary>Whether the address that a request came by is this server's own, and not just what the request says.</summary>
internal static class OwnAddress
{
    /// <summary>With a configured hostname always. Without one only this machine, by its loopback names or by the address that the connection was
    /// made to: any other name is the sender's word.</summary>
    public static bool IsKnown(HttpRequest request, GatewayOptions options)
    {
        var host = request.Host.Host;
        return options.Hostname is not null
            || (options.FixedHost is { } known && known.Equals(host, StringComparison.OrdinalIgnoreCase))
            || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address)
                && (IPAddress.IsLoopback(address) || Plain(address)!.Equals(Plain(request.HttpContext.Connection.LocalIpAddress))));
    }

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
