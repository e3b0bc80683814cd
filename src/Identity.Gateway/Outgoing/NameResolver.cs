using System.Net;

namespace Identity.Gateway.Outgoing;

/// <summary>Asks the machine's resolver for the addresses of hosts that others have named.</summary>
/// <remarks>The resolver blocks a thread until it has an answer, and a name server can let it wait for long: each look-up has a thread of
/// its own, not one of the pool, and 32 are under way at most.</remarks>
internal sealed class NameResolver : IDisposable
{
    private const int MaxUnderWay = 32;

    private readonly SemaphoreSlim _free = new(MaxUnderWay, MaxUnderWay);

    /// <summary>The addresses; fails with <see cref="System.Net.Sockets.SocketException"/> where there are none.</summary>
    public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        var looking = Task.Factory.StartNew(() => Look(host), CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        return await looking.WaitAsync(cancellationToken);
    }

    public void Dispose() => _free.Dispose();

    private IPAddress[] Look(string host)
    {
        try
        {
            return Dns.GetHostAddresses(host);
        }
        finally
        {
            // Not before it is over: who waited for it may have given up long ago.
            _free.Release();
        }
    }
}
