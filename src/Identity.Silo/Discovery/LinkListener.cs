using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Identity.Silo.Tls;

namespace Identity.Silo.Discovery;

/// <summary>Takes the links that peers make to this pod, and answers on them.</summary>
internal sealed partial class LinkListener(DiscoveryOptions options, LocalPeer local, PeerTls? tls, TimeProvider time, ILogger logger) : IDisposable
{
    private const int MaxLinks = 128;
    private static readonly TimeSpan s_greetPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_idlePatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_logPeriod = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<LinkConnection, Hello> _links = new();
    private readonly TcpListener _listener = Create(options);
    private int _open;
    private long _strangerLoggedAt;

    /// <summary>Raised for each peer that has introduced itself from the address that it names.</summary>
    public event Action<Hello>? Greeted;

    /// <summary>Does this pod find the silo gone?</summary>
    public Func<SiloEndpoint, CancellationToken, Task<bool>> FindsGoneAsync { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>Begins to listen. Throws <see cref="SocketException"/> when the port is taken.</summary>
    public void Start() => _listener.Start();

    /// <summary>Serves until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(stoppingToken), stoppingToken);
            }
            catch (SocketException exception)
            {
                // Out of descriptors, or the connection was gone before it was taken.
                LogNotAccepted(exception.Message);
                await Task.Delay(s_greetPatience / 10, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Tells everybody linked to this pod that it is stopping.</summary>
    public async Task LeaveAsync()
    {
        foreach (var link in _links.Keys)
        {
            try
            {
                await link.SendAsync(new LinkMessage.Leaving(), CancellationToken.None);
            }
            catch (Exception exception) when (LinkFaults.Is(exception))
            {
                // It will see the connection end.
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private static TcpListener Create(DiscoveryOptions options)
    {
        // Loopback stays loopback; else every address of the pod, of both families where the machine has both.
        var address = IPAddress.IsLoopback(options.Address) ? options.Address : Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;
        var listener = new TcpListener(address, options.Port);
        if (address.Equals(IPAddress.IPv6Any))
        {
            listener.Server.DualMode = true;
        }

        return listener;
    }

    private async Task ServeAsync(Socket socket, CancellationToken stoppingToken)
    {
        try
        {
            using (socket)
            {
                if (Interlocked.Increment(ref _open) <= MaxLinks)
                {
                    socket.NoDelay = true;
                    await GreetAsync(socket, stoppingToken);
                }
            }
        }
        catch (Exception exception) when (LinkFaults.Is(exception))
        {
            // The other side's link shows it; a stranger's is told of below.
            if (exception is InvalidDataException or AuthenticationException)
            {
                LogStrangerNowAndThen(exception.Message);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task GreetAsync(Socket socket, CancellationToken stoppingToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        patience.CancelAfter(s_greetPatience);
        var remote = ((IPEndPoint)socket.RemoteEndPoint!).Address;
        var network = new NetworkStream(socket, ownsSocket: false);
        await using var connection = new LinkConnection(socket, tls is null ? network : await tls.AcceptAsync(network, patience.Token));
        if (await connection.ReadAsync(patience.Token) is not LinkMessage.Greeting(var hello))
        {
            throw new InvalidDataException("no greeting");
        }

        if (hello.ClusterId != options.ClusterId)
        {
            LogWrongCluster(hello.Instance, remote, hello.ClusterId);
            await connection.SendAsync(new LinkMessage.Refusal($"this is a pod of the cluster {options.ClusterId}"), patience.Token);
            return;
        }

        await connection.SendAsync(new LinkMessage.Greeting(local.Hello), patience.Token);

        // Only an address that it is really at is taken from a peer's word.
        if (hello.StartId != local.Hello.StartId && hello.Endpoint.Address.Equals(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote))
        {
            Greeted?.Invoke(hello);
        }

        await AnswerAsync(connection, hello, stoppingToken);
    }

    private async Task AnswerAsync(LinkConnection connection, Hello hello, CancellationToken stoppingToken)
    {
        _links[connection] = hello;
        try
        {
            while (true)
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                patience.CancelAfter(s_idlePatience);
                switch (await connection.ReadAsync(patience.Token))
                {
                    case LinkMessage.Ping(var number, _):
                        await connection.SendAsync(new LinkMessage.Pong(number, local.Hello.Silo), patience.Token);
                        break;
                    case LinkMessage.Question(var number, var silo):
                        await connection.SendAsync(new LinkMessage.Finding(number, await FindsGoneAsync(silo, patience.Token)), patience.Token);
                        break;
                }
            }
        }
        finally
        {
            _links.TryRemove(connection, out _);
        }
    }

    private void LogStrangerNowAndThen(string reason)
    {
        var (now, last) = (time.GetTimestamp(), Volatile.Read(ref _strangerLoggedAt));
        if ((last == 0 || time.GetElapsedTime(last, now) > s_logPeriod) && Interlocked.CompareExchange(ref _strangerLoggedAt, now, last) == last)
        {
            LogStranger(reason);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Something that is no peer connected to the cluster port: {Reason}")]
    private partial void LogStranger(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Instance} at {Address} is of the cluster {ClusterId} and was refused")]
    private partial void LogWrongCluster(string instance, IPAddress address, string clusterId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A link could not be accepted: {Reason}")]
    private partial void LogNotAccepted(string reason);
}
