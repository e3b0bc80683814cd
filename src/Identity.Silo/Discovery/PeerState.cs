using System.Net;

namespace Identity.Silo.Discovery;

/// <summary>What is known of the peer at an address.</summary>
/// <param name="Endpoint">Its cluster port.</param>
/// <param name="Status">How the link is.</param>
/// <param name="Since">The timestamp of the last change of the status.</param>
/// <param name="Hello">What it said of itself last; null: nothing yet.</param>
/// <param name="RoundTrip">How long it took to answer last.</param>
/// <param name="Leaving">It is stopping.</param>
/// <param name="Detail">Why the link is not up.</param>
internal sealed record PeerState(IPEndPoint Endpoint, LinkStatus Status, long Since, Hello? Hello, TimeSpan? RoundTrip, bool Leaving, string? Detail)
{
    /// <summary>The process at the other end lives, as far as this pod can tell.</summary>
    public bool IsConnected => Status is LinkStatus.Up or LinkStatus.Silent;
}
