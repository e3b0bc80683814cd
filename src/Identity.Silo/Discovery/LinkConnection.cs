using System.Net.Sockets;

namespace Identity.Silo.Discovery;

/// <summary>An established connection between two pods: one reader, any number of writers.</summary>
internal sealed class LinkConnection(Socket socket, Stream stream) : IAsyncDisposable
{
    private static readonly TimeSpan s_writePatience = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _writing = new(1, 1);

    public Task<LinkMessage> ReadAsync(CancellationToken cancellationToken) => LinkFrame.ReadAsync(stream, cancellationToken);

    /// <summary>Sends a message. A peer that takes nothing for five seconds breaks the connection.</summary>
    public async Task SendAsync(LinkMessage message, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_writePatience);
        await _writing.WaitAsync(patience.Token);
        try
        {
            await stream.WriteAsync(LinkFrame.Write(message), patience.Token);
            await stream.FlushAsync(patience.Token);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await stream.DisposeAsync();
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            // Broken already.
        }

        // Not the semaphore: a writer that waits for it would wait for ever.
        socket.Dispose();
    }
}
