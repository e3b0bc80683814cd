using Orleans.Embedded.Tests.Fixtures;

namespace Orleans.Embedded.Tests;

public sealed class TurnOrder
{
    [Fact]
    public async Task Calls_to_one_grain_run_in_the_order_they_were_made()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grain<IProbeGrain>("a");

        await Task.WhenAll(Enumerable.Range(0, 1000).Select(grain.AppendAsync)).OrFail("the calls did not end");

        Assert.Equal(Enumerable.Range(0, 1000), await grain.AppendedAsync());
    }

    [Fact]
    public async Task Order_survives_a_deactivation_in_between()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grain<IProbeGrain>("a");
        var leaving = grain.LeaveAsync();

        await Task.WhenAll(Enumerable.Range(0, 1000).Select(grain.AppendAsync).Append(leaving)).OrFail("the calls did not end");

        Assert.Equal(Enumerable.Range(0, 1000), await grain.AppendedAsync());
        Assert.Equal(2, silo.Stage.CountOf("activated a"));
    }

    [Fact]
    public async Task A_call_is_alone_across_its_awaits()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grain<IProbeGrain>("a");

        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => grain.CountUnsafelyAsync().AsTask()))).OrFail("the calls did not end");

        Assert.Equal(201, await grain.CountUnsafelyAsync());
    }

    [Fact]
    public async Task Ten_thousand_parallel_calls_on_a_hundred_grains_lose_nothing()
    {
        await using var silo = await TestSilo.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 10_000)
            .Select(call => Task.Run(() => silo.Grain<IProbeGrain>($"g{call % 100}").CountUnsafelyAsync().AsTask()))).OrFail("the calls did not end");

        foreach (var grain in Enumerable.Range(0, 100))
        {
            Assert.Equal(101, await silo.Grain<IProbeGrain>($"g{grain}").CountUnsafelyAsync());
        }
    }

    [Fact]
    public async Task A_cancelled_call_that_still_waits_never_runs()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grain<IProbeGrain>("a");
        using var source = new CancellationTokenSource();
        var first = grain.HoldAsync("first");
        await silo.Stage.Signalled("first held");
        var second = grain.HoldAsync("second", source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.OrFail("the cancelled call did not end"));
        silo.Stage.Signal("first released");
        await first;
        await grain.InstanceAsync();
        Assert.False(silo.Stage.IsSet("second held"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => grain.HoldAsync("third", source.Token));
    }

    [Fact]
    public async Task A_running_call_sees_its_token_cancelled()
    {
        await using var silo = await TestSilo.StartAsync();
        using var source = new CancellationTokenSource();
        var call = silo.Grain<IProbeGrain>("a").HoldAsync("first", source.Token);
        await silo.Stage.Signalled("first held");

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.OrFail("the cancelled call did not end"));
    }

    [Fact]
    public async Task A_late_answer_times_out_for_the_caller_while_the_turn_goes_on()
    {
        var clock = new FakeClock();
        await using var silo = await TestSilo.StartAsync(clock);
        var grain = silo.Grain<IProbeGrain>("a");
        var running = grain.HoldAsync("first");
        await silo.Stage.Signalled("first held");
        var waiting = grain.HoldAsync("second");

        clock.Advance(TimeSpan.FromSeconds(31));

        await Assert.ThrowsAsync<TimeoutException>(() => running.OrFail("the running call did not time out"));
        await Assert.ThrowsAsync<TimeoutException>(() => waiting.OrFail("the waiting call did not time out"));
        Assert.True(await grain.IsHeldAsync());
        silo.Stage.Signal("first released");
        await grain.InstanceAsync().OrFail("the grain did not go on");
        Assert.False(silo.Stage.IsSet("second held"));
    }

    [Fact]
    public async Task A_one_way_call_returns_before_it_has_run()
    {
        await using var silo = await TestSilo.StartAsync();

        await silo.Grain<IProbeGrain>("a").TellAsync("told").OrFail("the one-way call did not return");

        await silo.Stage.Signalled("told held");
        silo.Stage.Signal("told released");
    }

    [Fact]
    public async Task A_one_way_call_of_a_grain_to_itself_runs_after_the_turn()
    {
        await using var silo = await TestSilo.StartAsync();

        await silo.Grain<IProbeGrain>("a").TellSelfAsync("told").OrFail("the call did not end");

        await silo.Stage.Signalled("told held");
        silo.Stage.Signal("told released");
    }
}
