using System.Net;
using Identity.Silo.Tls;

namespace Identity.Silo.Discovery;

/// <summary>How this pod and the others find each other.</summary>
/// <param name="ClusterId">Pods of another id are refused.</param>
/// <param name="Instance">This pod's name.</param>
/// <param name="Address">Where the others reach this pod.</param>
/// <param name="Port">The cluster port, on which pods keep links to each other. The same on every pod that DNS lists.</param>
/// <param name="SiloPort">The port of the silo, where the grains run on Orleans.</param>
/// <param name="Names">Names of a headless service.</param>
/// <param name="Peers">Peers that are known without DNS.</param>
/// <param name="Tls">Mutual TLS between pods; null: none.</param>
internal sealed record DiscoveryOptions(
    string ClusterId,
    string Instance,
    IPAddress Address,
    int Port,
    int SiloPort,
    IReadOnlyList<string> Names,
    IReadOnlyList<IPEndPoint> Peers,
    PeerTlsFiles? Tls)
{
    /// <summary>Somebody is to be looked for.</summary>
    public bool On => Names.Count > 0 || Peers.Count > 0;
}
