using System.Net;
using System.Net.Sockets;
using Identity.Grains.Background;

namespace Identity.Silo.Supervision;

/// <summary>One address for the pods: hands each TCP connection to one of them.</summary>
/// <remarks>A pod that refuses is passed over at once. While none accepts, connections wait up to <see cref="Patience"/>. At most
/// 10,000 connections at a time; further ones wait in the kernel's queue.</remarks>
internal sealed partial class Front(PodChoice pods, BackgroundTasks tasks, TimeProvider time, ILogger<Front> logger) : IDisposable
{
    private const int MaxConnections = 10_000;
    private static readonly TimeSpan s_retryPeriod = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _free = new(MaxConnections, MaxConnections);
    private Socket? _listener;

    /// <summary>How long a connection waits for a pod.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Begins to listen and returns the port. Throws <see cref="SocketException"/> when the port is taken.</summary>
    public int Listen(IPAddress address, int port)
    {
        // Any address means IPv6 too: "localhost" resolves to ::1 first on many machines.
        var any = address.Equals(IPAddress.Any) && Socket.OSSupportsIPv6;
        _listener = new Socket(any ? AddressFamily.InterNetworkV6 : address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (any)
        {
            _listener.DualMode = true;
        }

        _listener.Bind(new IPEndPoint(any ? IPAddress.IPv6Any : address, port));
        _listener.Listen(1024);
        return ((IPEndPoint)_listener.LocalEndPoint!).Port;
    }

    /// <summary>Hands connections on until cancelled, which it tells by an exception; then the open ones end.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _free.WaitAsync(stoppingToken);
            var given = false;
            try
            {
                var client = await _listener!.AcceptAsync(stoppingToken);
                tasks.Start("front-connection", _ => ServeAsync(client, stoppingToken));
                given = true;
            }
            catch (SocketException exception)
            {
                // A client that left before it was accepted, or no more file handles: the next one may do.
                LogAcceptFailed(exception.Message);
                await Task.Delay(s_retryPeriod, time, CancellationToken.None);
            }
            finally
            {
                if (!given)
                {
                    _free.Release();
                }
            }
        }
    }

    public void Dispose() => _listener?.Dispose();

    private async Task ServeAsync(Socket client, CancellationToken stoppingToken)
    {
        try
        {
            using (client)
            {
                using var pod = await ConnectAsync(stoppingToken);
                if (pod is not null)
                {
                    await SocketRelay.RunAsync(client, pod, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The front is closing.
        }
        finally
        {
            _free.Release();
        }
    }

    private async Task<Socket?> ConnectAsync(CancellationToken stoppingToken)
    {
        var started = time.GetTimestamp();
        do
        {
            foreach (var pod in pods.Next())
            {
                if (await TryConnectAsync(pod, stoppingToken) is { } socket)
                {
                    return socket;
                }
            }

            await Task.Delay(s_retryPeriod, time, stoppingToken);
        }
        while (time.GetElapsedTime(started) < Patience);

        LogNoPod(Patience.TotalSeconds);
        return null;
    }

    private async Task<Socket?> TryConnectAsync(Pod pod, CancellationToken stoppingToken)
    {
        var socket = new Socket(pod.Endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var timeout = new CancellationTokenSource(s_connectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, timeout.Token);
        try
        {
            await socket.ConnectAsync(pod.Endpoint, either.Token);
            return socket;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            stoppingToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No pod took a connection for {Seconds} s; it was closed")]
    private partial void LogNoPod(double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A connection could not be accepted: {Reason}")]
    private partial void LogAcceptFailed(string reason);
}
