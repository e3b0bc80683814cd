using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Tests.Fixtures;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests;

public sealed class Lifetimes
{
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task An_idle_grain_ends_and_its_next_call_gets_a_new_one()
    {
        await using var silo = await TestSilo.StartAsync(_clock);
        var grain = silo.Grain<IProbeGrain>("a");
        var first = await grain.InstanceAsync();

        _clock.Advance(TimeSpan.FromMinutes(4));

        await silo.Stage.Signalled("deactivated a ActivationIdle");
        Assert.NotEqual(first, await grain.InstanceAsync());
    }

    [Fact]
    public async Task A_grain_in_use_or_told_to_stay_is_not_collected()
    {
        await using var silo = await TestSilo.StartAsync(_clock);
        var used = silo.Grain<IProbeGrain>("used");
        var held = used.HoldAsync("first");
        await silo.Stage.Signalled("first held");
        await silo.Grain<IProbeGrain>("stays").StayAsync(TimeSpan.FromHours(1));
        var idle = await silo.Grain<IProbeGrain>("idle").InstanceAsync();

        _clock.Advance(TimeSpan.FromMinutes(4));

        await silo.Stage.Signalled("deactivated idle");
        silo.Stage.Signal("first released");
        await Assert.ThrowsAsync<TimeoutException>(() => held);
        Assert.NotEqual(idle, await silo.Grain<IProbeGrain>("idle").InstanceAsync());
        Assert.Equal(0, silo.Stage.CountOf("deactivated used") + silo.Stage.CountOf("deactivated stays"));
    }

    [Fact]
    public async Task Calls_that_race_with_deactivation_are_all_answered()
    {
        await using var silo = await TestSilo.StartAsync(_clock);
        var grain = silo.Grain<IProbeGrain>("a");

        await Task.WhenAll(Enumerable.Range(0, 2000).Select(call => Task.Run(() => call % 10 == 0 ? grain.LeaveAsync() : grain.AppendAsync(call))))
            .OrFail("not all calls were answered");

        Assert.True(silo.Stage.CountOf("activated a") > 1);
    }

    [Fact]
    public async Task Beyond_the_limit_the_grains_unused_longest_end()
    {
        await using var silo = await TestSilo.StartAsync(_clock, maxActivations: 3);
        foreach (var key in new[] { "a", "b", "c", "d", "e" })
        {
            await silo.Grain<IProbeGrain>(key).InstanceAsync();
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        _clock.Advance(TimeSpan.FromSeconds(1));

        await silo.Stage.Signalled("deactivated a");
        await silo.Stage.Signalled("deactivated b");
        Assert.False(silo.Stage.IsSet("deactivated c"));
    }

    [Fact]
    public async Task A_failed_activation_fails_its_waiting_calls_and_the_next_call_starts_afresh()
    {
        await using var silo = await TestSilo.StartAsync(_clock);
        var grain = silo.Grain<IProbeGrain>("broken");

        await Assert.ThrowsAsync<InvalidDataException>(() => grain.InstanceAsync().OrFail("the failed activation gave no answer"));

        await grain.InstanceAsync().OrFail("the second activation gave no answer");
        Assert.Equal(2, silo.Stage.CountOf("activated broken"));
    }

    [Fact]
    public async Task An_activation_that_hangs_is_given_up_and_made_again()
    {
        await using var silo = await TestSilo.StartAsync(_clock);
        var grain = silo.Grain<IProbeGrain>("stuck");
        var call = grain.InstanceAsync();
        await silo.Stage.Signalled("activated stuck");

        _clock.Advance(TimeSpan.FromSeconds(31));

        await Assert.ThrowsAsync<TimeoutException>(() => call.OrFail("the call did not time out"));
        await AnsweredAsync(grain).OrFail("the grain was not made again");
    }

    [Fact]
    public async Task A_throwing_call_leaves_the_activation_as_it_is()
    {
        await using var silo = await TestSilo.StartAsync(_clock);
        var grain = silo.Grain<IProbeGrain>("a");
        var before = await grain.InstanceAsync();

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => grain.ThrowAsync("no").AsTask());

        Assert.Equal("no", failure.Message);
        Assert.Equal(before, await grain.InstanceAsync());
    }

    [Fact]
    public async Task A_timer_ticks_again_after_a_tick_that_threw()
    {
        await using var silo = await TestSilo.StartAsync(_clock);
        var grain = silo.Grain<IProbeGrain>("a");
        await grain.TickAsync(throwing: true, TimeSpan.FromMilliseconds(100));

        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await silo.Stage.Signalled("tick 1");
        await grain.InstanceAsync();
        await Advanced(silo, "tick 2");
    }

    [Fact]
    public async Task A_tick_waits_for_the_running_call()
    {
        await using var silo = await TestSilo.StartAsync(_clock);
        var grain = silo.Grain<IProbeGrain>("a");
        await grain.TickAsync(throwing: false, TimeSpan.FromMilliseconds(100));
        var held = grain.HoldAsync("first");
        await silo.Stage.Signalled("first held");

        _clock.Advance(TimeSpan.FromMilliseconds(100));

        Assert.True(await grain.IsHeldAsync());
        Assert.False(silo.Stage.IsSet("tick 1"));
        silo.Stage.Signal("first released");
        await silo.Stage.Signalled("tick 1");
        await held;
    }

    [Fact]
    public async Task A_timer_ends_with_its_activation()
    {
        await using var silo = await TestSilo.StartAsync(_clock);
        var grain = silo.Grain<IProbeGrain>("a");
        await grain.TickAsync(throwing: false, TimeSpan.FromMilliseconds(100));
        await grain.LeaveAsync();
        await silo.Stage.Signalled("deactivated a");

        _clock.Advance(TimeSpan.FromMilliseconds(500));
        await grain.InstanceAsync();

        Assert.False(silo.Stage.IsSet("tick 1"));
    }

    [Fact]
    public async Task Stopping_lets_running_calls_end_refuses_new_ones_and_deactivates_all()
    {
        await using var silo = await TestSilo.StartAsync();
        var held = silo.Grain<IProbeGrain>("a").HoldAsync("first");
        await silo.Stage.Signalled("first held");
        await silo.Grain<IProbeGrain>("b").InstanceAsync();

        var stopping = silo.StopAsync();
        await silo.Stage.Signalled("deactivated b ShuttingDown");
        await Assert.ThrowsAsync<SiloUnavailableException>(() => silo.Grain<IProbeGrain>("c").InstanceAsync());
        Assert.False(held.IsCompleted);
        silo.Stage.Signal("first released");

        await held.OrFail("the running call did not end");
        await stopping.OrFail("the host did not stop");
        Assert.True(silo.Stage.IsSet("deactivated a ShuttingDown"));
    }

    [Fact]
    public async Task While_the_host_stops_a_running_call_may_still_use_other_grains()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Grain<IProbeGrain>("b").InstanceAsync();
        var held = silo.Grain<IProbeGrain>("a").CallAfterAsync("first", ["b"]);
        await silo.Stage.Signalled("first held");

        var stopping = silo.StopAsync();
        await silo.Stage.Signalled("deactivated b ShuttingDown");
        silo.Stage.Signal("first released");

        await held.OrFail("the running call did not end");
        await stopping.OrFail("the host did not stop");
        Assert.Equal(2, silo.Stage.CountOf("deactivated b"));
    }

    [Fact]
    public async Task Stopping_gives_up_on_a_call_when_the_host_does()
    {
        await using var silo = await TestSilo.StartAsync();
        var held = silo.Grain<IProbeGrain>("a").HoldAsync("first");
        await silo.Stage.Signalled("first held");
        using var bound = new CancellationTokenSource();

        var stopping = silo.StopAsync(bound.Token);
        await bound.CancelAsync();

        await stopping.OrFail("the host did not stop");
        await Assert.ThrowsAsync<SiloUnavailableException>(() => held.OrFail("the call was not given up"));
        silo.Stage.Signal("first released");
    }

    [Fact]
    public async Task References_to_one_grain_are_equal_and_know_their_key()
    {
        await using var silo = await TestSilo.StartAsync();

        Assert.Equal(silo.Grain<IProbeGrain>("a"), silo.Grain<IProbeGrain>("a"));
        Assert.NotEqual(silo.Grain<IProbeGrain>("a"), silo.Grain<IProbeGrain>("b"));
        Assert.Equal("a", silo.Grain<IProbeGrain>("a").GetPrimaryKeyString());
        Assert.Equal(GrainId.Create("probe", "a"), silo.Grain<IProbeGrain>("a").GetGrainId());
        Assert.Throws<OrleansConfigurationException>(() => silo.Services.GetRequiredService<IGrainFactory>().GetGrain<INobodyGrain>("a"));
    }

    /// <summary>Moves time until the signal comes: the next tick is armed only after the one before has ended.</summary>
    private async Task Advanced(TestSilo silo, string signal)
    {
        while (!silo.Stage.IsSet(signal))
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await silo.Grain<IProbeGrain>("a").InstanceAsync().OrFail("the grain gave no answer");
        }
    }

    /// <summary>Calls until the activation that was given up has gone.</summary>
    private static async Task AnsweredAsync(IProbeGrain grain)
    {
        while (true)
        {
            try
            {
                await grain.InstanceAsync();
                return;
            }
            catch (OperationCanceledException)
            {
                // The call still waited for the activation that was given up.
            }
        }
    }

    public interface INobodyGrain : IGrainWithStringKey;
}
