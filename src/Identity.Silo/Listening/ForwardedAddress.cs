using System.Globalization;
using System.Net;

namespace Identity.Silo.Listening;

/// <summary>What a trusted proxy may say of a request. Values that are none are passed over.</summary>
internal static class ForwardedAddress
{
    private const int MaxHostLength = 255;

    /// <summary>The sender is one of the networks; without any, everyone is.</summary>
    public static bool IsTrusted(this HttpContext http, IReadOnlyList<IPNetwork> trusted)
    {
        if (trusted.Count == 0)
        {
            return true;
        }

        var remote = http.Connection.RemoteIpAddress;
        var address = remote is { IsIPv4MappedToIPv6: true } ? remote.MapToIPv4() : remote;
        return address is not null && trusted.Any(network => network.Contains(address));
    }

    /// <summary>Takes the scheme by which the client came.</summary>
    public static void TakeScheme(this HttpContext http, string? value)
    {
        if (value is "http" or "https")
        {
            http.Request.Scheme = value;
        }
    }

    /// <summary>Takes the host, with or without a port, that the client named.</summary>
    public static void TakeHost(this HttpContext http, string? value)
    {
        if (value is { Length: > 0 and <= MaxHostLength } && Uri.TryCreate($"http://{value}/", UriKind.Absolute, out var uri) && uri is { AbsolutePath: "/", UserInfo.Length: 0 }
            && ReadableHost.IsReadable(value))
        {
            http.Request.Host = HostString.FromUriComponent(value);
        }
    }

    /// <summary>Takes the port that the client came to, in place of the host's own. The scheme's usual one is left out.</summary>
    public static void TakePort(this HttpContext http, string? value)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535)
        {
            var usual = http.Request.IsHttps ? 443 : 80;
            http.Request.Host = port == usual ? new HostString(http.Request.Host.Host) : new HostString(http.Request.Host.Host, port);
        }
    }

    /// <summary>Takes the client's address: IPv6 in brackets where a port follows, the port is optional (RFC 7239 section 6).</summary>
    public static void TakeClient(this HttpContext http, string? value)
    {
        if (IPEndPoint.TryParse(value ?? "", out var node))
        {
            http.Connection.RemoteIpAddress = node.Address;
        }
    }
}
