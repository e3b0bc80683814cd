using System.Net.Sockets;
using System.Text;
using Identity.Silo.Discovery;
using Identity.Testing;

namespace Identity.Silo.Tests.Discovery;

public sealed class StrangersAtThePort
{
    [Fact]
    public async Task Are_hung_up_on_harm_nobody_and_cost_one_line_a_minute()
    {
        var time = new TestClock();
        var other = new PodPlan();
        var plan = new PodPlan { Time = time, Peers = [other.Endpoint] };
        await using var peer = await DiscoveredPod.StartAsync(other with { Peers = [plan.Endpoint] });
        await using var pod = await DiscoveredPod.StartAsync(plan);
        await pod.LinkedAsync(other);
        await peer.LinkedAsync(plan);

        foreach (var sent in (byte[][])[Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: pod\r\n\r\n"), [0xFF, 0xFF, 0xFF, 0xFF, 1], [0, 0, 0, 0], [0, 0, 0, 2, (byte)'{', (byte)'}'], Frame("[1]"), Frame("{\"type\":\"ping\",\"number\":1}"), []])
        {
            using var socket = await TestLink.ConnectAsync(plan);
            await socket.SendAsync(sent);
            if (sent.Length == 0)
            {
                socket.Shutdown(SocketShutdown.Send);
            }

            Assert.True(await TestLink.IsClosedAsync(socket));
        }

        Assert.Contains("that is no peer connected to the cluster port", Assert.Single(pod.Log.Warnings), StringComparison.Ordinal);
        Assert.Equal((LinkStatus.Up, LinkStatus.Up), (pod.LinkTo(other), peer.LinkTo(plan)));
        Assert.Empty(pod.Suspected);

        time.Advance(TimeSpan.FromSeconds(61));
        using var later = await TestLink.ConnectAsync(plan);
        await later.SendAsync(Frame("no JSON"));
        await Eventually.TrueAsync(() => pod.Log.Warnings.Count == 2, "the next minute has a line of its own");
    }

    [Fact]
    public async Task Of_another_cluster_are_told_so_and_logged_once_a_minute()
    {
        var plan = new PodPlan { Time = new TestClock(), Peers = [new PodPlan().Endpoint] };
        await using var pod = await DiscoveredPod.StartAsync(plan);

        for (var i = 0; i < 3; i++)
        {
            using var socket = await TestLink.ConnectAsync(plan);
            await socket.SendAsync(LinkFrame.Write(FakePeer.HelloOf(new PodPlan { ClusterId = "else" })));
            await using var stream = new NetworkStream(socket);
            Assert.Contains("cluster test", Assert.IsType<LinkMessage.Refusal>(await LinkFrame.ReadAsync(stream, CancellationToken.None)).Reason, StringComparison.Ordinal);
        }

        Assert.Contains("is of the cluster else", Assert.Single(pod.Log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_say_nothing_are_hung_up_on_after_three_seconds()
    {
        var plan = new PodPlan { Peers = [new PodPlan().Endpoint] };
        await using var pod = await DiscoveredPod.StartAsync(plan);

        using var socket = await TestLink.ConnectAsync(plan);

        Assert.True(await TestLink.IsClosedAsync(socket).WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Empty(pod.Log.Warnings);
    }

    [Fact]
    public async Task Beyond_128_links_are_not_served_until_one_ends()
    {
        var plan = new PodPlan { Peers = [new PodPlan().Endpoint] };
        await using var pod = await DiscoveredPod.StartAsync(plan);
        var links = new List<Socket>();
        for (var i = 0; i < 128; i++)
        {
            links.Add(await TestLink.GreetAsync(plan, plan.Address, FakePeer.HelloOf(plan)));
        }

        using var oneTooMany = await TestLink.ConnectAsync(plan);
        Assert.True(await TestLink.IsClosedAsync(oneTooMany));

        links[0].Dispose();
        await Eventually.TrueAsync(
            async () =>
            {
                using var next = await TestLink.ConnectAsync(plan);
                await using var stream = new NetworkStream(next);
                try
                {
                    await stream.WriteAsync(LinkFrame.Write(FakePeer.HelloOf(plan)));
                    return await LinkFrame.ReadAsync(stream, CancellationToken.None) is Hello;
                }
                catch (IOException)
                {
                    return false;
                }
            },
            "the place is free again");
        links.ForEach(link => link.Dispose());
    }

    [Fact]
    public async Task At_a_peers_address_are_shown_as_no_pod()
    {
        var other = new PodPlan();
        await using var web = FakePeer.Start(other.Endpoint, async (stream, cancellationToken) => await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n\r\n"), cancellationToken));
        await using var pod = await DiscoveredPod.StartAsync(new PodPlan { Peers = [other.Endpoint] });

        await pod.BecomesAsync(other, LinkStatus.BadHello);
        await Eventually.TrueAsync(() => pod.Log.Warnings.Count == 1, "it is logged once");
    }

    private static byte[] Frame(string json) => [0, 0, 0, (byte)json.Length, .. Encoding.ASCII.GetBytes(json)];
}
