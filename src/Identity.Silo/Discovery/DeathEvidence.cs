using System.Net;
using System.Net.Sockets;

namespace Identity.Silo.Discovery;

/// <summary>Looks for proof that a silo's process is gone.</summary>
/// <remarks>
/// A process that is paused, starved or slow still accepts connections, because the kernel does it for it: it is never taken for
/// dead here, only Orleans's probes decide about it. Nor is DNS ever enough: there is no proof without a refused connection, or,
/// before this pod has joined, one that nobody answers at an address that DNS has dropped.
/// </remarks>
internal sealed class DeathEvidence(DiscoveryOptions options, NameWatch names, Peers peers)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private enum Connection
    {
        Accepted,
        Refused,
        Unanswered,

        /// <summary>This pod itself could not try, or something else came in between.</summary>
        Unclear,
    }

    /// <summary>The proof; null: there is none, the process may live.</summary>
    /// <param name="silo">Which life of which silo.</param>
    /// <param name="joining">This pod is no member yet. Then an address that nobody answers at counts too, once DNS has dropped it:
    /// the address of a pod that Kubernetes has removed does not refuse, it vanishes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<DeathProof?> FindProofAsync(SiloEndpoint silo, bool joining, CancellationToken cancellationToken)
    {
        if (IsLinked(silo))
        {
            return null;
        }

        var connection = await TryConnectAsync(silo.Endpoint, cancellationToken);
        var tcp = connection switch
        {
            Connection.Accepted => $"{silo.Endpoint} accepts",
            Connection.Refused => $"{silo.Endpoint} refuses",
            Connection.Unanswered => $"{silo.Endpoint} does not answer",
            _ => $"{silo.Endpoint} could not be tried",
        };
        if (FindSuccessor(silo) is { } successor)
        {
            return new DeathProof(tcp, $"{successor} has its place");
        }

        var gone = connection == Connection.Refused || (joining && connection == Connection.Unanswered);
        if (gone && names.IsTrustworthy && !names.Addresses.Contains(silo.Endpoint.Address))
        {
            return new DeathProof(tcp, "DNS has dropped its address");
        }

        if (connection != Connection.Refused)
        {
            return null;
        }

        // Refused by this machine's own kernel: nobody else has to be asked.
        return silo.Endpoint.Address.Equals(options.Address)
            ? new DeathProof(tcp, "on this pod's own address")
            : await peers.FindConfirmationAsync(silo, cancellationToken) is { } instance ? new DeathProof(tcp, $"{instance} finds it gone too") : null;
    }

    /// <summary>This pod's own finding, for a peer that asks. Looks only at addresses of peers: others have no business to be tried.</summary>
    public async Task<bool> FindsGoneAsync(SiloEndpoint silo, CancellationToken cancellationToken) =>
        peers.All.Any(peer => peer.Endpoint.Address.Equals(silo.Endpoint.Address))
        && !IsLinked(silo)
        && await TryConnectAsync(silo.Endpoint, cancellationToken) == Connection.Refused;

    private bool IsLinked(SiloEndpoint silo) => peers.All.Any(peer => peer.IsConnected && peer.Hello?.Silo == silo);

    // Another process that is up and has the same endpoint: the kernel gives it to one at a time. Only at the address that the link
    // goes to is a peer believed to have it.
    private string? FindSuccessor(SiloEndpoint silo) =>
        peers.All.FirstOrDefault(peer => peer.Status == LinkStatus.Up && peer.Hello?.Silo is { } other && other.Endpoint.Equals(silo.Endpoint) && peer.Endpoint.Address.Equals(silo.Endpoint.Address) && other.Generation > silo.Generation)?.Hello?.Instance;

    private static async Task<Connection> TryConnectAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(endpoint, patience.Token);
            return Connection.Accepted;
        }
        catch (SocketException exception) when (LinkFaults.IsRefusal(exception))
        {
            return Connection.Refused;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode is SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown
                ? Connection.Unanswered
                : Connection.Unclear;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Connection.Unanswered;
        }
    }
}
