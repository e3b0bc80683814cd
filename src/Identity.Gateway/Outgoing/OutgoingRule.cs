using System.Net;
using Microsoft.Extensions.Options;

namespace Identity.Gateway.Outgoing;

/// <summary>Decides which addresses the server may call: those of the public internet, and what the operator has allowed.</summary>
internal sealed class OutgoingRule(IOptions<OutgoingOptions> options)
{
    /// <summary>Why the address must not be called; null when it may.</summary>
    /// <param name="host">What it was called by.</param>
    /// <param name="address">What that resolved to: what will be connected to.</param>
    public string? FindRefusal(string host, IPAddress address)
    {
        if (AddressRanges.KindOf(address) is not { } kind)
        {
            return null;
        }

        var plain = AddressRanges.Plain(address);
        return options.Value.AllowedNetworks.Any(network => network.Contains(plain) || network.Contains(address))
            || options.Value.AllowedHosts.Contains(host.TrimEnd('.'), StringComparer.OrdinalIgnoreCase)
            ? null
            : $"{address} is {kind}, and not among the allowed addresses";
    }
}
