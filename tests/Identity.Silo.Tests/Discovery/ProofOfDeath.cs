using System.Net;
using System.Net.Sockets;
using Identity.Silo.Discovery;
using Identity.Testing;

namespace Identity.Silo.Tests.Discovery;

public sealed class ProofOfDeath : IAsyncDisposable
{
    private readonly PodPlan _gone = new() { Generation = 5 };
    private readonly PodPlan _plan = new() { Generation = 1 };
    private readonly List<IAsyncDisposable> _running = [];
    private readonly List<IDisposable> _sockets = [];

    private SiloEndpoint Silo => _gone.Silo!;

    [Fact]
    public async Task Is_none_while_there_is_a_link()
    {
        var pod = await StartAsync(_plan with { Names = new TestNames(_plan.Address), Peers = [_gone.Endpoint] });
        var other = await StartAsync(_gone with { Peers = [_plan.Endpoint] });
        await pod.LinkedAsync(_gone);

        Assert.Null(await FindAsync(pod));
        Assert.NotNull(await FindAsync(pod, silo: Silo with { Generation = 4 }));

        await other.EndAsync();
        await pod.BecomesAsync(_gone, LinkStatus.Refused);
        Assert.NotNull(await FindAsync(pod));
    }

    [Fact]
    public async Task Is_none_while_its_port_accepts()
    {
        Listen(Silo.Endpoint);
        var pod = await StartAsync(_plan with { Names = new TestNames(_plan.Address) });

        Assert.Null(await FindAsync(pod, joining: true));
    }

    [Fact]
    public async Task Is_none_in_a_refusal_alone()
    {
        var pod = await StartAsync(_plan with { Names = new TestNames(_plan.Address, _gone.Address) });

        Assert.Null(await FindAsync(pod));
        Assert.Null(await FindAsync(pod, joining: true));
    }

    [Fact]
    public async Task Is_a_refusal_at_an_address_that_DNS_has_dropped()
    {
        var pod = await StartAsync(_plan with { Names = new TestNames(_plan.Address) });

        Assert.Equal(new DeathProof($"{Silo.Endpoint} refuses", "DNS has dropped its address"), await FindAsync(pod));
    }

    [Fact]
    public async Task Is_none_when_DNS_is_not_to_be_trusted()
    {
        var names = new TestNames(IPAddress.Parse("127.1.1.1"));
        var pod = await StartAsync(_plan with { Names = names });
        await Eventually.TrueAsync(() => pod.Names.Addresses.Count == 1, "somebody else's pods are named");
        Assert.Null(await pod.Evidence.FindProofAsync(Silo, joining: true, CancellationToken.None));

        names.Answer(_plan.Address);
        Assert.NotNull(await FindAsync(pod));

        names.Fail(SocketError.TryAgain);
        await Eventually.TrueAsync(() => !pod.Names.IsTrustworthy, "the name server fails");
        Assert.Null(await pod.Evidence.FindProofAsync(Silo, joining: true, CancellationToken.None));
    }

    [Fact]
    public async Task Is_none_where_there_is_no_DNS() =>
        Assert.Null(await (await StartAsync(_plan with { Peers = [_gone.Endpoint] })).Evidence.FindProofAsync(Silo, joining: true, CancellationToken.None));

    [Fact]
    public async Task Is_a_refusal_that_a_second_pod_finds_too()
    {
        var second = new PodPlan { Instance = "second", Generation = 2 };
        var pod = await StartAsync(_plan with { Peers = [second.Endpoint] });
        await StartAsync(second with { Peers = [_plan.Endpoint, _gone.Endpoint] });
        await pod.LinkedAsync(second);

        Assert.Equal(new DeathProof($"{Silo.Endpoint} refuses", "second finds it gone too"), await pod.Evidence.FindProofAsync(Silo, joining: false, CancellationToken.None));
    }

    [Fact]
    public async Task Is_none_when_the_second_pod_knows_nobody_at_the_address()
    {
        var second = new PodPlan { Generation = 2 };
        var pod = await StartAsync(_plan with { Peers = [second.Endpoint] });
        await StartAsync(second with { Peers = [_plan.Endpoint] });
        await pod.LinkedAsync(second);

        Assert.Null(await pod.Evidence.FindProofAsync(Silo, joining: false, CancellationToken.None));
    }

    [Fact]
    public async Task Is_none_when_the_second_pod_is_linked_to_it()
    {
        var second = new PodPlan { Generation = 2 };
        var pod = await StartAsync(_plan with { Peers = [second.Endpoint] });
        var other = await StartAsync(second with { Peers = [_gone.Endpoint] });
        await StartAsync(_gone with { Peers = [second.Endpoint] });
        await pod.LinkedAsync(second);
        await other.LinkedAsync(_gone);

        Assert.Null(await pod.Evidence.FindProofAsync(Silo, joining: false, CancellationToken.None));
    }

    [Fact]
    public async Task Is_none_when_the_second_pod_does_not_answer()
    {
        var second = new PodPlan { Generation = 2 };
        _running.Add(FakePeer.Greeting(second, (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken)));
        var pod = await StartAsync(_plan with { Peers = [second.Endpoint] });
        await pod.LinkedAsync(second);

        Assert.Null(await pod.Evidence.FindProofAsync(Silo, joining: false, CancellationToken.None));
    }

    [Fact]
    public async Task Is_a_refusal_on_this_pods_own_address()
    {
        var pod = await StartAsync(_plan with { Peers = [_gone.Endpoint] });

        Assert.Equal("on this pod's own address", (await pod.Evidence.FindProofAsync(_plan.Silo! with { Generation = 0 }, joining: true, CancellationToken.None))?.Confirmation);
    }

    [Fact]
    public async Task Is_a_successor_at_its_endpoint()
    {
        Listen(Silo.Endpoint);
        var successor = _gone with { Generation = 6, Instance = "successor", Peers = [_plan.Endpoint] };
        var pod = await StartAsync(_plan with { Peers = [_gone.Endpoint] });
        await StartAsync(successor);
        await pod.LinkedAsync(_gone);

        Assert.Equal(new DeathProof($"{Silo.Endpoint} accepts", "successor has its place"), await pod.Evidence.FindProofAsync(Silo, joining: false, CancellationToken.None));
        Assert.Null(await pod.Evidence.FindProofAsync(Silo with { Generation = 7 }, joining: false, CancellationToken.None));
    }

    [Fact]
    public async Task Is_no_successor_that_a_pod_elsewhere_claims_to_be()
    {
        Listen(Silo.Endpoint);
        var liar = new PodPlan();
        _running.Add(FakePeer.Start(liar.Endpoint, async (stream, cancellationToken) =>
        {
            await stream.WriteAsync(LinkFrame.Write(FakePeer.HelloOf(liar) with { Silo = Silo with { Generation = 6 } }), cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }));
        var pod = await StartAsync(_plan with { Peers = [liar.Endpoint] });
        await pod.LinkedAsync(liar);

        Assert.Null(await pod.Evidence.FindProofAsync(Silo, joining: true, CancellationToken.None));
    }

    [Fact]
    public async Task Is_no_answer_at_an_address_that_DNS_has_dropped_only_before_this_pod_has_joined()
    {
        _sockets.AddRange(await TestLink.FillQueueAsync(Silo.Endpoint));
        var names = new TestNames(_plan.Address);
        var pod = await StartAsync(_plan with { Names = names });

        Assert.Null(await FindAsync(pod));
        Assert.Equal(new DeathProof($"{Silo.Endpoint} does not answer", "DNS has dropped its address"), await FindAsync(pod, joining: true));

        names.Answer(_plan.Address, _gone.Address);
        await Eventually.TrueAsync(() => pod.Names.Addresses.Count == 2, "DNS names it again");
        Assert.Null(await FindAsync(pod, joining: true));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var running in _running)
        {
            await running.DisposeAsync();
        }

        _sockets.ForEach(socket => socket.Dispose());
    }

    private async Task<DiscoveredPod> StartAsync(PodPlan plan)
    {
        _running.Add(await DiscoveredPod.StartAsync(plan));
        return (DiscoveredPod)_running[^1];
    }

    // With names that are to be trusted.
    private async Task<DeathProof?> FindAsync(DiscoveredPod pod, bool joining = false, SiloEndpoint? silo = null)
    {
        await Eventually.TrueAsync(() => pod.Names.IsTrustworthy, "the names are to be trusted");
        return await pod.Evidence.FindProofAsync(silo ?? Silo, joining, CancellationToken.None);
    }

    private void Listen(IPEndPoint endpoint)
    {
        var listener = new TcpListener(endpoint);
        _sockets.Add(listener);
        listener.Start();
    }
}
