using Orleans.Embedded.Tests.Fixtures;

namespace Orleans.Embedded.Tests;

public sealed class Interleaving
{
    [Fact]
    public async Task A_method_that_always_interleaves_passes_a_running_call()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grain<IProbeGrain>("a");
        var held = grain.HoldAsync("first");
        await silo.Stage.Signalled("first held");

        Assert.True(await grain.IsHeldAsync().OrFail("the interleaving call did not pass"));

        silo.Stage.Signal("first released");
        await held;
    }

    [Fact]
    public async Task Read_only_calls_run_together_and_do_not_pass_a_waiting_writer()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grain<IProbeGrain>("a");
        var readers = new[] { grain.HoldReadOnlyAsync("r1"), grain.HoldReadOnlyAsync("r2") };
        await silo.Stage.Signalled("r1 held");
        await silo.Stage.Signalled("r2 held");
        var writer = grain.HoldAsync("w");
        var late = grain.HoldReadOnlyAsync("r3");

        Assert.True(await grain.IsHeldAsync());
        Assert.False(silo.Stage.IsSet("w held"));
        silo.Stage.Signal("r1 released");
        silo.Stage.Signal("r2 released");
        await silo.Stage.Signalled("w held");

        Assert.True(await grain.IsHeldAsync());
        Assert.False(silo.Stage.IsSet("r3 held"));
        silo.Stage.Signal("w released");
        silo.Stage.Signal("r3 released");
        await Task.WhenAll([.. readers, writer, late]).OrFail("the calls did not end");
    }

    [Fact]
    public async Task Calls_of_a_reentrant_grain_interleave_and_yet_never_run_on_two_threads()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grain<IReentrantGrain>("a");
        var held = grain.HoldAsync("first");
        await silo.Stage.Signalled("first held");

        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(grain.CountInPiecesAsync))).OrFail("the calls did not pass the held one");

        Assert.Equal(2010, await grain.CountInPiecesAsync());
        silo.Stage.Signal("first released");
        await held;
    }

    [Fact]
    public async Task A_reentrant_grain_may_call_itself()
    {
        await using var silo = await TestSilo.StartAsync();

        Assert.Equal(1, await silo.Grain<IReentrantGrain>("a").CallBackAsync(true).OrFail("the call did not end"));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b", "a")]
    [InlineData("b", "c", "a")]
    public async Task A_call_that_would_wait_for_itself_fails_at_once(params string[] path)
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grain<IProbeGrain>("a");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => grain.CallAsync(path).OrFail("the call did not end"));

        Assert.Contains("wait for itself", failure.Message, StringComparison.Ordinal);
        await grain.CallAsync(["b"]);
    }

    [Fact]
    public async Task A_stateless_worker_serves_as_many_calls_together_as_it_has_workers()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grain<IWorkerGrain>("a");
        var calls = new[] { grain.HoldAsync("1"), grain.HoldAsync("2"), grain.HoldAsync("3") };
        await silo.Stage.Signalled("1 held");
        await silo.Stage.Signalled("2 held");

        Assert.False(silo.Stage.IsSet("3 held"));

        foreach (var name in new[] { "1", "2", "3" })
        {
            silo.Stage.Signal($"{name} released");
        }

        await Task.WhenAll(calls).OrFail("the calls did not end");
    }
}
