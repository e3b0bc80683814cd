using System.Net;
using System.Net.Sockets;
using Identity.Silo.Discovery;

namespace Identity.Silo.Tests.Discovery;

/// <summary>Something at a pod's address and port that does with connections what the test says.</summary>
internal sealed class FakePeer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private int _connections;

    private FakePeer(IPEndPoint endpoint, Func<NetworkStream, CancellationToken, Task> serve)
    {
        _listener = new TcpListener(endpoint);
        _listener.Start();
        _serving = AcceptAsync(serve);
    }

    /// <summary>How many connections it took.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public static FakePeer Start(IPEndPoint endpoint, Func<NetworkStream, CancellationToken, Task> serve) => new(endpoint, serve);

    /// <summary>Accepts, and never says a word.</summary>
    public static FakePeer Mute(IPEndPoint endpoint) => new(endpoint, (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));

    /// <summary>Greets, and then does what is said.</summary>
    public static FakePeer Greeting(PodPlan plan, Func<NetworkStream, CancellationToken, Task> then) =>
        new(plan.Endpoint, async (stream, cancellationToken) =>
        {
            await LinkFrame.ReadAsync(stream, cancellationToken);
            await stream.WriteAsync(LinkFrame.Write(HelloOf(plan)), cancellationToken);
            await then(stream, cancellationToken);
        });

    public static Hello HelloOf(PodPlan plan) =>
        new(plan.ClusterId, plan.Instance ?? plan.Address.ToString(), $"fake {plan.Address}", "0.0.1", "Orleans", plan.Endpoint, plan.Silo);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<NetworkStream, CancellationToken, Task> serve)
    {
        var served = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                served.Add(ServeAsync(socket, serve));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Stopped, perhaps between two connections.
        }

        await Task.WhenAll(served);
    }

    private async Task ServeAsync(Socket socket, Func<NetworkStream, CancellationToken, Task> serve)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            await serve(stream, _stop.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // Stopped, or the pod hung up.
        }
    }
}
