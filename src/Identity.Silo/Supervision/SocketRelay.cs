using System.Buffers;
using System.Net.Sockets;

namespace Identity.Silo.Supervision;

/// <summary>Passes bytes between two sockets until both sides have closed, or one breaks.</summary>
internal static class SocketRelay
{
    private const int BufferSize = 16 * 1024;

    /// <summary>Each direction ends by itself: a side that has finished sending can still receive.</summary>
    public static async Task RunAsync(Socket client, Socket pod, CancellationToken stoppingToken)
    {
        client.NoDelay = true;
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAll(PassAsync(client, pod, broken), PassAsync(pod, client, broken));
    }

    private static async Task PassAsync(Socket from, Socket to, CancellationTokenSource broken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await from.ReceiveAsync(buffer, broken.Token) is var count and > 0)
            {
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), broken.Token);
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone: the other must learn it by a reset, not take a cut-off answer for a whole one.
            await broken.CancelAsync();
            from.LingerState = to.LingerState = new LingerOption(true, 0);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
