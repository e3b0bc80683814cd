using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Identity.Grains.Background;
using Identity.Silo.Tls;

namespace Identity.Silo.Discovery;

/// <summary>Answers on the links that peers have made to this pod.</summary>
internal sealed partial class LinkAnswers(DiscoveryOptions options, LocalPeer local, PeerTls? tls, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan s_greetPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_idlePatience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<LinkConnection, Hello> _links = new();
    private readonly RareLog _otherClusters = new(time);
    private volatile bool _leaving;

    /// <summary>Raised for each peer that has introduced itself from the address that it names.</summary>
    public event Action<Hello>? Greeted;

    /// <summary>Does this pod find the silo gone?</summary>
    public Func<SiloEndpoint, CancellationToken, Task<bool>> FindsGoneAsync { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>Tells everybody linked to this pod that it is stopping.</summary>
    public Task LeaveAsync()
    {
        _leaving = true;
        return Task.WhenAll(_links.Keys.Select(SayLeavingAsync));
    }

    /// <summary>Greets, and answers until the connection ends, which it tells by an exception. Gives up on who does not greet within three seconds.</summary>
    public async Task GreetAsync(Socket socket, CancellationToken stoppingToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        patience.CancelAfter(s_greetPatience);
        var remote = ((IPEndPoint)socket.RemoteEndPoint!).Address;
        var network = new NetworkStream(socket, ownsSocket: false);
        await using var connection = new LinkConnection(socket, tls is null ? network : await tls.AcceptAsync(network, patience.Token));
        if (await connection.ReadAsync(patience.Token) is not Hello hello)
        {
            throw new InvalidDataException("no greeting");
        }

        if (hello.ClusterId != options.ClusterId)
        {
            if (_otherClusters.IsTime())
            {
                LogWrongCluster(hello.Instance, remote, hello.ClusterId);
            }

            await connection.SendAsync(new LinkMessage.Refusal($"this is a pod of the cluster {options.ClusterId}"), patience.Token);
            return;
        }

        await connection.SendAsync(local.Hello, patience.Token);

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
            if (_leaving)
            {
                await SayLeavingAsync(connection);
            }

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

    private static async Task SayLeavingAsync(LinkConnection link)
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Instance} at {Address} is of the cluster {ClusterId} and was refused")]
    private partial void LogWrongCluster(string instance, IPAddress address, string clusterId);
}
