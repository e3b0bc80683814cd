using System.Net;

namespace Identity.Silo.Listening;

/// <summary>Takes scheme, host and client address from the Forwarded header (RFC 7239) that a trusted proxy set.</summary>
/// <remarks>Only the last element counts: it is the one that the nearest proxy added; those before it may come from anyone.</remarks>
internal sealed class ForwardedHeader(RequestDelegate next, IReadOnlyList<IPNetwork> trusted)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (IsTrusted(http.Connection.RemoteIpAddress) && http.Request.Headers["Forwarded"] is [.., { Length: > 0 } header])
        {
            foreach (var (name, value) in LastElement(header))
            {
                Apply(http, name, value);
            }
        }

        return next(http);
    }

    private static void Apply(HttpContext http, string name, string value)
    {
        switch (name)
        {
            case "proto" when value is "http" or "https":
                http.Request.Scheme = value;
                break;
            case "host" when IsHost(value):
                http.Request.Host = HostString.FromUriComponent(value);
                break;
            case "for" when TryParseNode(value, out var address):
                http.Connection.RemoteIpAddress = address;
                break;
        }
    }

    private static IEnumerable<(string Name, string Value)> LastElement(string header)
    {
        foreach (var pair in header[(header.LastIndexOf(',') + 1)..].Split(';'))
        {
            var parts = pair.Split('=', 2);
            if (parts.Length == 2)
            {
                yield return (parts[0].Trim().ToLowerInvariant(), parts[1].Trim().Trim('"'));
            }
        }
    }

    private static bool TryParseNode(string value, out IPAddress address)
    {
        // RFC 7239 section 6: an address, IPv6 in brackets, with an optional port.
        var found = IPEndPoint.TryParse(value, out var node);
        address = node?.Address ?? IPAddress.None;
        return found;
    }

    private static bool IsHost(string value) =>
        value.Length is > 0 and <= 255 && Uri.TryCreate($"http://{value}/", UriKind.Absolute, out var uri) && uri.AbsolutePath == "/" && uri.UserInfo.Length == 0;

    private bool IsTrusted(IPAddress? remote)
    {
        if (trusted.Count == 0)
        {
            return true;
        }

        var address = remote is { IsIPv4MappedToIPv6: true } ? remote.MapToIPv4() : remote;
        return address is not null && trusted.Any(network => network.Contains(address));
    }
}
