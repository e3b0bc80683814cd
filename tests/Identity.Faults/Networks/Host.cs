using System.Net;
using System.Net.Sockets;
using Identity.Faults.Bed;

namespace Identity.Faults.Networks;

/// <summary>A machine of the bed: a network namespace with one address on the bridge.</summary>
internal sealed class Host(string name, string shortName, IPAddress address)
{
    /// <summary>The namespace's name.</summary>
    public string Name => name;

    /// <summary>The name within the bed.</summary>
    public string ShortName => shortName;

    public IPAddress Address => address;

    /// <summary>Set on a request that has got a connection.</summary>
    public static HttpRequestOptionsKey<bool> Connected { get; } = new("connected");

    /// <summary>Runs a program in it to its end; throws when it fails.</summary>
    public Task<string> RunAsync(params string[] command) => Shell.RunAsync(["ip", "netns", "exec", name, .. command]);

    /// <summary>A TCP socket of this machine, whichever thread uses it afterwards.</summary>
    public Socket NewTcpSocket() => Within(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });

    /// <summary>A UDP socket of this machine.</summary>
    public Socket NewUdpSocket() => Within(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));

    /// <summary>Makes something, on this thread and in no time, that belongs to this machine's network from then on.</summary>
    public T Within<T>(Func<T> make)
    {
        // A thread is in one network at a time; it must be back before anything else runs on it.
        var own = NativeCalls.OpenForReading("/proc/thread-self/ns/net");
        var other = NativeCalls.OpenForReading($"/run/netns/{name}");
        try
        {
            NativeCalls.EnterNetwork(other);
            try
            {
                return make();
            }
            finally
            {
                NativeCalls.EnterNetwork(own);
            }
        }
        finally
        {
            _ = NativeCalls.Close(other);
            _ = NativeCalls.Close(own);
        }
    }

    /// <summary>A client on this machine: no redirects, no cookies, a new connection for each request, so that nothing sticks to a pod.</summary>
    public HttpClient NewHttpClient(TimeSpan timeout) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        ConnectCallback = ConnectAsync,
    })
    { Timeout = timeout };

    /// <summary>A connection of this machine, for a <see cref="SocketsHttpHandler"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = NewTcpSocket();
        try
        {
            await socket.ConnectAsync(IPAddress.Parse(context.DnsEndPoint.Host), context.DnsEndPoint.Port, cancellationToken);
            context.InitialRequestMessage.Options.Set(Connected, true);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
