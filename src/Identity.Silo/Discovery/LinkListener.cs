using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Identity.Grains.Background;

namespace Identity.Silo.Discovery;

/// <summary>Takes the links that peers make to this pod.</summary>
/// <remarks>At most 128 at a time; further ones are closed without a word.</remarks>
internal sealed partial class LinkListener(DiscoveryOptions options, LinkAnswers answers, BackgroundTasks tasks, TimeProvider time, ILogger logger) : IDisposable
{
    private const int MaxLinks = 128;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(300);

    private readonly TcpListener _listener = Create(options);
    private readonly RareLog _strangers = new(time);
    private int _open;

    /// <summary>Begins to listen. Throws <see cref="IOException"/> when the port is taken.</summary>
    public void Start()
    {
        try
        {
            _listener.Start();
        }
        catch (SocketException exception)
        {
            throw new IOException($"The cluster port {_listener.LocalEndpoint} cannot be opened: {exception.Message}", exception);
        }
    }

    /// <summary>Serves until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(stoppingToken);
                tasks.Start("cluster-connection", stopping => ServeAsync(socket, stopping));
            }
            catch (SocketException exception)
            {
                // Out of descriptors, or the connection was gone before it was taken.
                LogNotAccepted(exception.Message);
                await Task.Delay(s_pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        // From now on the port refuses: peers need not wait for a greeting.
        _listener.Stop();
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
        EndPoint? remote = null;
        var isOneTooMany = Interlocked.Increment(ref _open) > MaxLinks;
        try
        {
            using (socket)
            {
                remote = socket.RemoteEndPoint;
                if (!isOneTooMany)
                {
                    socket.NoDelay = true;
                    await answers.GreetAsync(socket, stoppingToken);
                }
            }
        }
        catch (Exception exception) when (LinkFaults.Is(exception))
        {
            // The other side's link shows it; a stranger's is told of below.
            if (exception is InvalidDataException or AuthenticationException && _strangers.IsTime())
            {
                LogStranger(remote, exception.Message);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Something at {Remote} that is no peer connected to the cluster port: {Reason}")]
    private partial void LogStranger(EndPoint? remote, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A link could not be accepted: {Reason}")]
    private partial void LogNotAccepted(string reason);
}
