using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Identity.Silo.Tls;

namespace Identity.Silo.Discovery;

/// <summary>Keeps a connection to the peer at one address, and knows how it is.</summary>
internal sealed partial class PeerLink(IPEndPoint endpoint, LocalPeer local, PeerTls? tls, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan s_connectPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_greetPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_pingPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_silentAfter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_givenUpAfter = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<long, TaskCompletionSource<bool>> _questions = new();
    private PeerState _state = new(endpoint, LinkStatus.Connecting, time.GetTimestamp(), null, null, false, null);
    private volatile LinkConnection? _connection;
    private long _lastHeard;
    private long _numbers;
    private bool _wasUp;

    /// <summary>Raised when the process at the other end seems gone: the connection broke and the next was refused, or another process
    /// answers. Again with each try while that stays so.</summary>
    public event Action<PeerState>? Suspected;

    /// <summary>Raised when an established connection broke.</summary>
    public event Action? Broken;

    public PeerState State => Volatile.Read(ref _state);

    /// <summary>Runs until it is stopped, or finds that the address is this pod's own.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        var pause = s_firstPause;
        while (!stoppingToken.IsCancellationRequested && State.Status != LinkStatus.Self)
        {
            _wasUp = false;
            await TryOnceAsync(stoppingToken);
            if (_wasUp)
            {
                // Broken, perhaps by the end of the process: the next try tells, at once.
                pause = s_firstPause;
                Broken?.Invoke();
                continue;
            }

            if (State is { Status: LinkStatus.Refused, Hello: not null })
            {
                Suspected?.Invoke(State);
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
        }
    }

    /// <summary>Asks the peer whether it finds the silo gone; false also when it does not answer within half a second.</summary>
    public async Task<bool> AskAsync(SiloEndpoint silo, CancellationToken cancellationToken)
    {
        if (_connection is not { } connection || State.Status != LinkStatus.Up)
        {
            return false;
        }

        var number = Interlocked.Increment(ref _numbers);
        var finding = _questions[number] = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await connection.SendAsync(new LinkMessage.Question(number, silo), cancellationToken);
            return await finding.Task.WaitAsync(TimeSpan.FromMilliseconds(500), time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException || LinkFaults.Is(exception))
        {
            return false;
        }
        finally
        {
            _questions.TryRemove(number, out _);
        }
    }

    private async Task TryOnceAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            if (await ConnectAsync(socket, stoppingToken))
            {
                await HoldAsync(socket, stoppingToken);
            }
        }
        catch (AuthenticationException exception)
        {
            Become(LinkStatus.TlsFailed, exception.InnerException?.Message ?? exception.Message);
        }
        catch (InvalidDataException exception)
        {
            Become(LinkStatus.BadHello, exception.Message);
        }
        catch (Exception exception) when (LinkFaults.Is(exception))
        {
            if (!_wasUp && !stoppingToken.IsCancellationRequested)
            {
                // Connected, but not greeted in time: paused, or a TLS peer that closed without a word.
                Become(exception is OperationCanceledException ? LinkStatus.Silent : LinkStatus.BadHello, exception is OperationCanceledException ? "no greeting within 3 s" : exception.Message);
            }
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
            Become(LinkFaults.IsRefusal(exception) ? LinkStatus.Refused : LinkStatus.Unreachable, exception.Message);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            Become(LinkStatus.Unreachable, "no answer within 1 s");
        }

        return false;
    }

    private async Task HoldAsync(Socket socket, CancellationToken stoppingToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        patience.CancelAfter(s_greetPatience);
        var network = new NetworkStream(socket, ownsSocket: false);
        await using var connection = new LinkConnection(socket, tls is null ? network : await tls.ConnectAsync(network, patience.Token));
        await connection.SendAsync(new LinkMessage.Greeting(local.Hello), patience.Token);
        switch (await connection.ReadAsync(patience.Token))
        {
            case LinkMessage.Greeting(var hello) when hello.StartId == local.Hello.StartId:
                Become(LinkStatus.Self, null);
                break;
            case LinkMessage.Greeting(var hello):
                Greet(hello);
                await TalkAsync(connection, stoppingToken);
                break;
            case LinkMessage.Refusal(var reason):
                Become(LinkStatus.WrongCluster, reason);
                break;
            default:
                throw new InvalidDataException("no greeting");
        }
    }

    private void Greet(Hello hello)
    {
        var before = State;
        if (before.Hello is { } last && last.StartId != hello.StartId)
        {
            Suspected?.Invoke(before);
        }

        _wasUp = true;
        Volatile.Write(ref _lastHeard, time.GetTimestamp());
        Volatile.Write(ref _state, new PeerState(endpoint, LinkStatus.Up, time.GetTimestamp(), hello, null, false, null));
        LogUp(hello.Instance, endpoint, hello.Version);
    }

    private async Task TalkAsync(LinkConnection connection, CancellationToken stoppingToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        _connection = connection;
        var pinging = PingAsync(connection, ended);
        try
        {
            while (true)
            {
                Hear(await connection.ReadAsync(ended.Token));
            }
        }
        finally
        {
            _connection = null;
            await ended.CancelAsync();
            await pinging;
            LogDown(State.Hello!.Instance, endpoint);
        }
    }

    private void Hear(LinkMessage message)
    {
        var now = time.GetTimestamp();
        Volatile.Write(ref _lastHeard, now);
        switch (message)
        {
            case LinkMessage.Pong(var sentAt, var silo):
                Update(state => state with { RoundTrip = time.GetElapsedTime(sentAt, now), Hello = state.Hello! with { Silo = silo ?? state.Hello.Silo } });
                break;
            case LinkMessage.Finding(var number, var gone) when _questions.TryGetValue(number, out var question):
                question.TrySetResult(gone);
                break;
            case LinkMessage.Leaving:
                Update(state => state with { Leaving = true });
                break;
        }

        if (State.Status == LinkStatus.Silent)
        {
            Become(LinkStatus.Up, null);
        }
    }

    private async Task PingAsync(LinkConnection connection, CancellationTokenSource ended)
    {
        try
        {
            using var timer = new PeriodicTimer(s_pingPeriod, time);
            do
            {
                await connection.SendAsync(new LinkMessage.Ping(time.GetTimestamp(), local.Hello.Silo), ended.Token);
                var quiet = time.GetElapsedTime(Volatile.Read(ref _lastHeard));
                if (quiet > s_silentAfter && State.Status == LinkStatus.Up)
                {
                    Become(LinkStatus.Silent, "connected, but nothing was heard for 3 s");
                }

                if (quiet > s_givenUpAfter)
                {
                    await ended.CancelAsync();
                }
            }
            while (await timer.WaitForNextTickAsync(ended.Token));
        }
        catch (Exception exception) when (LinkFaults.Is(exception))
        {
            await ended.CancelAsync();
        }
    }

    private void Become(LinkStatus status, string? detail)
    {
        var before = State;
        Update(state => state with { Status = status, Detail = detail, Since = before.Status == status ? before.Since : time.GetTimestamp(), RoundTrip = null });
        if (before.Status != status && status is LinkStatus.WrongCluster or LinkStatus.TlsFailed or LinkStatus.BadHello)
        {
            LogUnusable(endpoint, status, detail);
        }
    }

    // The link's reader and its pinger both write.
    private void Update(Func<PeerState, PeerState> change)
    {
        PeerState before;
        do
        {
            before = State;
        }
        while (Interlocked.CompareExchange(ref _state, change(before), before) != before);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Linked to {Instance} at {Endpoint}, version {Version}")]
    private partial void LogUp(string instance, IPEndPoint endpoint, string version);

    [LoggerMessage(Level = LogLevel.Information, Message = "The link to {Instance} at {Endpoint} ended")]
    private partial void LogDown(string instance, IPEndPoint endpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No link to {Endpoint}: {Status}, {Detail}")]
    private partial void LogUnusable(IPEndPoint endpoint, LinkStatus status, string? detail);
}
