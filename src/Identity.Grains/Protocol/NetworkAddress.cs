using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Identity.Grains.Protocol;

/// <summary>The network that attempts are counted by: an IPv4 address, or the /64 of an IPv6 address, of which one household has all.</summary>
public static class NetworkAddress
{
    /// <summary>The network of an address; null when there is none.</summary>
    public static string? Of(string? address) => IPAddress.TryParse(address, out var parsed) ? Of(parsed) : address;

    /// <inheritdoc cref="Of(string?)"/>
    public static string? Of(IPAddress? address)
    {
        if (address is null)
        {
            return null;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return $"{BinaryPrimitives.ReadUInt64BigEndian(bytes):x16}/64";
    }
}
