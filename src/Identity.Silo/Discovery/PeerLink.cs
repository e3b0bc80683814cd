using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Identity.Silo.Tls;

namespace Identity.Silo.Discovery;

/// <summary>Keeps a connection to the peer at one address, and knows how it is.</summary>
internal sealed class PeerLink(IPEndPoint endpoint, LocalPeer local, PeerTls? tls, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan s_connectPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_greetPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(2);

    private readonly LinkRecord _record = new(endpoint, time, logger);
    private volatile LinkTalk? _talk;
    private long? _retriedAt;

    /// <summary>Raised when the process at the other end seems gone: the connection broke and the next was refused, or another process
    /// answers. Again with each try while that stays so.</summary>
    public event Action<PeerState>? Suspected;

    /// <summary>Raised when an established connection broke.</summary>
    public event Action? Broken;

    public PeerState State => _record.State;

    /// <summary>Runs until it is stopped, or finds that the address is this pod's own.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        var pause = s_firstPause;
        while (!stoppingToken.IsCancellationRequested && State.Status != LinkStatus.Self)
        {
            var wasUp = await TryOnceAsync(stoppingToken);
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            if (wasUp)
            {
                Broken?.Invoke();
                if (MayRetryAtOnce())
                {
                    pause = s_firstPause;
                    continue;
                }
            }
            else if (State is { Status: LinkStatus.Refused, Hello: not null })
            {
                Suspected?.Invoke(State);
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
        }
    }

    /// <summary>Asks the peer whether it finds the silo gone; false also when it does not answer within half a second.</summary>
    public async Task<bool> AskAsync(SiloEndpoint silo, CancellationToken cancellationToken) =>
        _talk is { } talk && State.Status == LinkStatus.Up && await talk.AskAsync(silo, cancellationToken);

    // A link that broke broke perhaps by the end of the process, which the next try tells. A peer that greets and hangs up each time
    // is not tried in a circle.
    private bool MayRetryAtOnce()
    {
        var now = time.GetTimestamp();
        if (_retriedAt is { } last && time.GetElapsedTime(last, now) < s_longestPause)
        {
            return false;
        }

        _retriedAt = now;
        return true;
    }

    // True: the link was up, and broke.
    private async Task<bool> TryOnceAsync(CancellationToken stoppingToken)
    {
        var wasUp = false;
        try
        {
            using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            if (await ConnectAsync(socket, stoppingToken))
            {
                await HoldAsync(socket, () => wasUp = true, stoppingToken);
            }
        }
        catch (Exception exception) when (LinkFaults.Is(exception))
        {
            if (!stoppingToken.IsCancellationRequested)
            {
                Note(exception, wasUp);
            }
        }

        if (wasUp)
        {
            _record.End();
        }

        return wasUp;
    }

    private void Note(Exception exception, bool wasUp)
    {
        switch (exception)
        {
            case AuthenticationException:
                _record.Become(LinkStatus.TlsFailed, exception.InnerException?.Message ?? exception.Message);
                break;
            case InvalidDataException:
                _record.Become(LinkStatus.BadHello, exception.Message);
                break;
            case not null when wasUp:
                // One that was silent stays so: nothing has told that the process is gone.
                _record.BecomeFrom(LinkStatus.Up, LinkStatus.Connecting, null);
                break;
            case OperationCanceledException:
                _record.Become(LinkStatus.Silent, "connected, but no greeting within 3 s");
                break;
            default:
                // With TLS 1.3 a side learns only after its handshake, by a broken connection, that the other refused its certificate.
                _record.Become(tls is null ? LinkStatus.BadHello : LinkStatus.TlsFailed, exception?.Message);
                break;
        }
    }

    private async Task<bool> ConnectAsync(Socket socket, CancellationToken stoppingToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        patience.CancelAfter(s_connectPatience);
        try
        {
            await socket.ConnectAsync(endpoint, patience.Token);
            return true;
        }
        catch (SocketException exception)
        {
            _record.Become(LinkFaults.IsRefusal(exception) ? LinkStatus.Refused : LinkStatus.Unreachable, exception.Message);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            _record.Become(LinkStatus.Unreachable, "no answer within 1 s");
        }

        return false;
    }

    private async Task HoldAsync(Socket socket, Action greeted, CancellationToken stoppingToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        patience.CancelAfter(s_greetPatience);
        var network = new NetworkStream(socket, ownsSocket: false);
        await using var connection = new LinkConnection(socket, tls is null ? network : await tls.ConnectAsync(network, patience.Token));
        await connection.SendAsync(local.Hello, patience.Token);
        switch (await connection.ReadAsync(patience.Token))
        {
            case Hello hello when hello.StartId == local.Hello.StartId:
                _record.Become(LinkStatus.Self, null);
                break;
            case Hello hello:
                greeted();
                await TalkAsync(hello, connection, stoppingToken);
                break;
            case LinkMessage.Refusal(var reason):
                _record.Become(LinkStatus.WrongCluster, reason);
                break;
            default:
                throw new InvalidDataException("no greeting");
        }
    }

    private async Task TalkAsync(Hello hello, LinkConnection connection, CancellationToken stoppingToken)
    {
        var before = _record.Greet(hello);
        _talk = new LinkTalk(connection, _record, local, time);
        try
        {
            if (before.Hello is { } last && last.StartId != hello.StartId)
            {
                Suspected?.Invoke(before);
            }

            await _talk.RunAsync(stoppingToken);
        }
        finally
        {
            _talk = null;
        }
    }
}
