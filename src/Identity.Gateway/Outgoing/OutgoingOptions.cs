using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Identity.Gateway.Outgoing;

/// <summary>Where the server may call to: applications, and mail servers of realms.</summary>
public sealed class OutgoingOptions
{
    /// <summary>Networks that may be called although they are not of the public internet. Default none.</summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; set; } = [];

    /// <summary>Host names that may be called whatever their addresses are, compared without case. Default none.</summary>
    public IReadOnlyList<string> AllowedHosts { get; set; } = [];

    /// <summary>Authorities that outgoing TLS trusts beside the machine's. Default none.</summary>
    public X509Certificate2Collection FurtherAuthorities { get; set; } = [];
}
