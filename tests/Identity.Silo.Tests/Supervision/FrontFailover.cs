using System.Net;
using System.Net.Sockets;
using System.Text;
using Identity.Grains.Background;
using Identity.Silo.Supervision;
using Identity.Testing.Processes;
using Microsoft.Extensions.Logging.Abstractions;
using Pod = Identity.Silo.Supervision.Pod;

namespace Identity.Silo.Tests.Supervision;

public sealed class FrontFailover : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<TcpListener> _listeners = [];
    private readonly BackgroundTasks _tasks = new(new WorkRecords(TimeProvider.System), NullLogger<BackgroundTasks>.Instance);
    private Task _front = Task.CompletedTask;

    [Fact]
    public async Task Ready_pods_take_turns()
    {
        var pods = new[] { Serve("a", ready: true), Serve("b", ready: true), Serve("c", ready: false) };
        var port = Start(pods);

        var answers = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            answers.Add(await AskAsync(port));
        }

        Assert.Equal(2, answers.Count(answer => answer == "a"));
        Assert.Equal(2, answers.Count(answer => answer == "b"));
    }

    [Fact]
    public async Task A_pod_that_refuses_is_passed_over_at_once()
    {
        var dead = new Pod("dead", FreePort.Next(), 1, 0, 0) { Ready = true };
        var port = Start([dead, Serve("alive", ready: true)]);

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal("alive", await AskAsync(port));
        }
    }

    [Fact]
    public async Task Pods_that_are_not_ready_are_better_than_none()
    {
        var port = Start([Serve("starting", ready: false)]);

        Assert.Equal("starting", await AskAsync(port));
    }

    [Fact]
    public async Task A_client_that_has_finished_sending_still_gets_the_answer()
    {
        // The pods below answer only once they have seen the end of what the client sends.
        var port = Start([Serve("patient", ready: true)]);

        Assert.Equal("patient", await AskAsync(port));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _front;
        _listeners.ForEach(listener => listener.Dispose());
        _stop.Dispose();
    }

    private static async Task<string> AskAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = client.GetStream();
        await stream.WriteAsync("hello"u8.ToArray());
        client.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private int Start(IReadOnlyList<Pod> pods)
    {
        var front = new Front(new PodChoice(pods), _tasks, TimeProvider.System, NullLogger<Front>.Instance);
        var port = front.Listen(IPAddress.Loopback, 0);
        _front = RunAsync(front);
        return port;
    }

    private async Task RunAsync(Front front)
    {
        using (front)
        {
            await front.RunAsync(_stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Pod Serve(string name, bool ready)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _listeners.Add(listener);
        _ = AnswerAsync(listener, name);
        return new Pod(name, ((IPEndPoint)listener.LocalEndpoint).Port, 1, 0, 0) { Ready = ready };
    }

    private async Task AnswerAsync(TcpListener listener, string name)
    {
        while (!_stop.IsCancellationRequested)
        {
            using var client = await listener.AcceptTcpClientAsync(_stop.Token);
            var buffer = new byte[64];
            while (await client.GetStream().ReadAsync(buffer, _stop.Token) > 0)
            {
            }

            await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(name), _stop.Token);
        }
    }
}
