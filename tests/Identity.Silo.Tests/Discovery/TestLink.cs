using System.Net;
using System.Net.Sockets;
using Identity.Silo.Discovery;

namespace Identity.Silo.Tests.Discovery;

/// <summary>A connection to a pod's cluster port, made by hand.</summary>
internal static class TestLink
{
    public static async Task<Socket> ConnectAsync(PodPlan to, IPAddress? from = null)
    {
        var socket = new Socket(to.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (from is not null)
        {
            socket.Bind(new IPEndPoint(from, 0));
        }

        await socket.ConnectAsync(to.Endpoint);
        return socket;
    }

    /// <summary>Connects and says hello; returns when the pod has greeted back.</summary>
    public static async Task<Socket> GreetAsync(PodPlan to, IPAddress from, Hello hello)
    {
        var socket = await ConnectAsync(to, from);
        await socket.SendAsync(LinkFrame.Write(hello));
        await using var stream = new NetworkStream(socket, ownsSocket: false);
        Assert.IsType<Hello>(await LinkFrame.ReadAsync(stream, CancellationToken.None));
        return socket;
    }

    /// <summary>True when the pod has hung up without a word.</summary>
    public static async Task<bool> IsClosedAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1]) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <summary>Listens without accepting, with a full queue: the kernel lets further connections wait without an answer.</summary>
    public static async Task<IReadOnlyList<IDisposable>> FillQueueAsync(IPEndPoint endpoint)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(endpoint);
        listener.Listen(0);
        var first = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await first.ConnectAsync(endpoint);
        return [listener, first];
    }
}
