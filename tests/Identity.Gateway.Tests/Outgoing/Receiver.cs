using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Identity.Gateway.Tests.Outgoing;

/// <summary>A server on a free port that answers each connection as it is told.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<NetworkStream, CancellationToken, Task> _answer;
    private readonly Task _serving;
    private int _connections;

    /// <param name="answer">What it does with a connection whose request has come.</param>
    public Receiver(Func<NetworkStream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start(256);
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}/";

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>What it was asked, headers and the beginning of the body.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Says the text and closes.</summary>
    public static Receiver Says(string answer) => new((stream, token) => stream.WriteAsync(Encoding.UTF8.GetBytes(answer), token).AsTask());

    /// <summary>Says nothing for as long as it is waited for.</summary>
    public static Receiver SaysNothing() => new((_, token) => Task.Delay(Timeout.Infinite, token));

    /// <summary>Says something, and then the same thing without end.</summary>
    public static Receiver NeverEnds(string beginning, string more) => new(async (stream, token) =>
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(beginning), token);
        var bytes = Encoding.UTF8.GetBytes(more);
        while (true)
        {
            await stream.WriteAsync(bytes, token);
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var answers = new List<Task>();
        try
        {
            while (true)
            {
                answers.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException || _stop.IsCancellationRequested)
        {
            await Task.WhenAll(answers);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        Interlocked.Increment(ref _connections);
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var buffer = new byte[16 * 1024];
                Requests.Enqueue(Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer, _stop.Token)));
                await _answer(stream, _stop.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The other side has gone, or the test is over.
            }
        }
    }
}
