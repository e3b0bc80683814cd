using Identity.Silo.Discovery;
using Identity.Testing;

namespace Identity.Silo.Tests.Discovery;

/// <summary>The pod's clock stands still here: what happens without moving it happens at once.</summary>
public sealed class LostPeers
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private readonly TestClock _time = new();
    private readonly PodPlan _other = new() { Generation = 7 };

    [Fact]
    public async Task One_that_never_greets_is_silent_and_not_suspected()
    {
        await using var peer = FakePeer.Mute(_other.Endpoint);
        await using var pod = await StartAsync();

        await pod.BecomesAsync(_other, LinkStatus.Silent);

        Assert.Empty(pod.Suspected);
    }

    [Fact]
    public async Task One_that_stops_answering_is_silent_never_suspected_and_up_again_when_it_answers()
    {
        var awake = new SemaphoreSlim(0);
        await using var peer = FakePeer.Greeting(_other, async (stream, cancellationToken) =>
        {
            await awake.WaitAsync(cancellationToken);
            await stream.WriteAsync(LinkFrame.Write(new LinkMessage.Pong(_time.GetTimestamp(), _other.Silo)), cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        await using var pod = await StartAsync();
        await pod.LinkedAsync(_other);

        await AdvanceUntilAsync(() => pod.LinkTo(_other) == LinkStatus.Silent);
        Assert.True(pod.Of(_other)!.IsConnected);

        awake.Release();
        await pod.LinkedAsync(_other);

        Assert.Equal(1, peer.Connections);
        Assert.Empty(pod.Suspected);
    }

    [Fact]
    public async Task One_that_is_silent_for_long_is_tried_again_and_still_not_suspected()
    {
        var greets = true;
        await using var peer = FakePeer.Start(_other.Endpoint, async (stream, cancellationToken) =>
        {
            if (greets)
            {
                await stream.WriteAsync(LinkFrame.Write(FakePeer.HelloOf(_other)), cancellationToken);
            }

            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        await using var pod = await StartAsync();
        await pod.LinkedAsync(_other);
        greets = false;

        await AdvanceUntilAsync(() => peer.Connections > 1);

        await pod.BecomesAsync(_other, LinkStatus.Silent);
        Assert.Empty(pod.Suspected);
    }

    [Fact]
    public async Task One_whose_process_ends_is_suspected_at_once()
    {
        var peer = FakePeer.Greeting(_other, (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        await using var pod = await StartAsync();
        await pod.LinkedAsync(_other);

        await peer.DisposeAsync();

        await Eventually.TrueAsync(() => pod.Suspected.Count > 0, "it is suspected");
        Assert.Equal((LinkStatus.Refused, _other.Silo), (pod.Suspected[0].Status, pod.Suspected[0].Hello!.Silo));
        Assert.False(pod.Suspected[0].IsConnected);
    }

    [Fact]
    public async Task One_that_was_never_met_is_refused_and_not_suspected()
    {
        await using var pod = await StartAsync();

        await pod.BecomesAsync(_other, LinkStatus.Refused);
        await AdvanceUntilAsync(() => _time.GetElapsedTime(pod.Of(_other)!.Since) > 5 * s_second);

        Assert.Empty(pod.Suspected);
    }

    [Fact]
    public async Task One_that_another_process_has_followed_is_suspected()
    {
        var hello = FakePeer.HelloOf(_other);
        var ends = new SemaphoreSlim(0);
        await using var peer = FakePeer.Start(_other.Endpoint, async (stream, cancellationToken) =>
        {
            await stream.WriteAsync(LinkFrame.Write(hello), cancellationToken);
            await ends.WaitAsync(cancellationToken);
        });
        await using var pod = await StartAsync();
        await pod.LinkedAsync(_other);

        var successor = hello with { StartId = "another", Silo = _other.Silo! with { Generation = 8 } };
        hello = successor;
        ends.Release();

        await Eventually.TrueAsync(() => pod.Suspected.Count == 1, "the first process is suspected");
        Assert.Equal(7, pod.Suspected[0].Hello!.Silo!.Generation);
        Assert.Equal((LinkStatus.Up, 8L), (pod.LinkTo(_other), pod.Of(_other)!.Hello!.Silo!.Generation));
    }

    [Fact]
    public async Task One_that_greets_and_hangs_up_is_not_tried_in_a_circle()
    {
        await using var peer = FakePeer.Greeting(_other, (_, _) => Task.CompletedTask);
        await using var pod = await StartAsync();

        await Eventually.TrueAsync(() => peer.Connections == 2 && pod.LinkTo(_other) == LinkStatus.Connecting && _time.TimerCount > 0, "it was tried a second time at once");

        await AdvanceUntilAsync(() => peer.Connections == 3, TimeSpan.FromMilliseconds(25));
    }

    [Fact]
    public async Task One_that_left_the_names_and_is_gone_is_forgotten_after_a_minute()
    {
        var names = new TestNames();
        var plan = new PodPlan { Time = _time, Names = names };
        names.Answer(plan.Address, _other.Address);
        var peer = FakePeer.Greeting(_other, (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        await using var pod = await DiscoveredPod.StartAsync(plan);
        await pod.LinkedAsync(_other);
        await peer.DisposeAsync();
        await pod.BecomesAsync(_other, LinkStatus.Refused);

        await AdvanceUntilAsync(() => _time.GetElapsedTime(pod.Of(_other)!.Since) > TimeSpan.FromMinutes(3), 5 * s_second);
        Assert.True(pod.Report.IsListed(pod.Of(_other)!));

        names.Answer(plan.Address);
        await AdvanceUntilAsync(() => pod.Peers.All.Count == 0);

        names.Answer(plan.Address, _other.Address);
        await AdvanceUntilAsync(() => pod.Of(_other) is { Hello: null, Status: LinkStatus.Refused });
    }

    private Task<DiscoveredPod> StartAsync() => DiscoveredPod.StartAsync(new PodPlan { Time = _time, Peers = [_other.Endpoint] });

    private Task AdvanceUntilAsync(Func<bool> condition, TimeSpan? step = null) => Eventually.TrueAsync(
        () =>
        {
            if (condition())
            {
                return true;
            }

            _time.Advance(step ?? s_second);
            return false;
        },
        "it happens while the clock runs");
}
