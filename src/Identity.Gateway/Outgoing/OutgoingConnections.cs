using System.Net;
using System.Net.Sockets;

namespace Identity.Gateway.Outgoing;

/// <summary>Opens every connection that the server makes to what others have named.</summary>
/// <remarks>A name is resolved once, each of its addresses is judged, and what is connected to is an address that was judged: an answer
/// that changes in between (DNS rebinding) changes nothing.</remarks>
internal sealed class OutgoingConnections(OutgoingRule rule, NameResolver names, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private const int MaxTried = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? names.ResolveAsync;

    /// <summary>A connection to the host.</summary>
    /// <exception cref="OutgoingRefusedException">One of its addresses must not be called.</exception>
    /// <exception cref="SocketException">It has no address, or none that accepts within two seconds.</exception>
    public async Task<NetworkStream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, cancellationToken);
        foreach (var address in addresses)
        {
            if (rule.FindRefusal(host, address) is { } refusal)
            {
                throw new OutgoingRefusedException(refusal);
            }
        }

        SocketException? last = null;
        foreach (var address in addresses.Take(MaxTried))
        {
            try
            {
                return await ConnectAsync(new IPEndPoint(address, port), cancellationToken);
            }
            catch (SocketException exception)
            {
                last = exception;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static async Task<NetworkStream> ConnectAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            await socket.ConnectAsync(endpoint, patience.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
