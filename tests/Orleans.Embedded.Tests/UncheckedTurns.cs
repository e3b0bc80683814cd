using Orleans.Embedded.Tests.Fixtures;
using Orleans.Storage;

namespace Orleans.Embedded.Tests;

/// <summary>Turns that begin with what the activation holds, or with nothing, and leave the check to their write.</summary>
public sealed class UncheckedTurns
{
    private readonly SharedRecords _records = new();

    [Fact]
    public async Task A_turn_on_what_is_held_asks_for_no_version()
    {
        await using var silo = await TestSilo.StartAsync(records: _records);
        var grain = silo.Grain<ICounterGrain>("a");
        await grain.AddAsync(1);
        var (reads, checks) = (_records.Reads, _records.Checks);

        Assert.Equal(3, await grain.AddToHeldAsync(2));

        Assert.Equal((reads, checks), (_records.Reads, _records.Checks));
    }

    [Fact]
    public async Task A_turn_on_what_is_held_undoes_nothing_of_another_process()
    {
        await using var one = await TestSilo.StartAsync(records: _records);
        await using var two = await TestSilo.StartAsync(records: _records);
        await one.Grain<ICounterGrain>("a").AddAsync(1);
        await two.Grain<ICounterGrain>("a").AddAsync(10);

        Assert.Equal(1, await one.Grain<ICounterGrain>("a").HeldValueAsync());
        await Assert.ThrowsAsync<InconsistentStateException>(() => one.Grain<ICounterGrain>("a").AddToHeldAsync(1));

        Assert.Equal(11, await one.Grain<ICounterGrain>("a").ValueAsync());
        Assert.Equal(12, await one.Grain<ICounterGrain>("a").AddToHeldAsync(1));
    }

    [Fact]
    public async Task A_turn_on_what_is_held_reads_back_a_write_whose_answer_was_lost()
    {
        await using var silo = await TestSilo.StartAsync(records: _records);
        var grain = silo.Grain<ICounterGrain>("a");
        await grain.AddAsync(1);
        _records.LoseNextAnswer = true;
        await Assert.ThrowsAsync<IOException>(() => grain.AddToHeldAsync(1));

        Assert.Equal(3, await grain.AddToHeldAsync(1));
    }

    [Fact]
    public async Task A_first_turn_on_what_is_held_reads_it()
    {
        await using (var one = await TestSilo.StartAsync(records: _records))
        {
            await one.Grain<ICounterGrain>("a").AddAsync(3);
        }

        await using var two = await TestSilo.StartAsync(records: _records);
        Assert.Equal(4, await two.Grain<ICounterGrain>("a").AddToHeldAsync(1));
    }

    [Fact]
    public async Task A_turn_that_is_asked_for_before_a_write_needs_no_check_after_it()
    {
        await using var silo = await TestSilo.StartAsync(records: _records);
        var grain = silo.Grain<ICounterGrain>("a");
        await grain.AddAsync(1);
        var writing = grain.AddAfterAsync("write", 1);
        await silo.Stage.Signalled("write held");
        var checks = _records.Checks;
        var waiting = grain.ValueAsync();

        silo.Stage.Signal("write released");

        Assert.Equal(2, await writing.OrFail("the write did not end"));
        Assert.Equal(2, await waiting.OrFail("the turn after it did not run"));
        Assert.Equal(checks, _records.Checks);
    }

    [Fact]
    public async Task A_new_record_is_not_looked_for()
    {
        await using var silo = await TestSilo.StartAsync(records: _records);
        var grain = silo.Grain<ICounterGrain>("a");

        Assert.Equal(1, await grain.AddToNewAsync(1));

        Assert.Equal((0, 0), (_records.Reads, _records.Checks));
        Assert.Equal(1, await grain.ValueAsync());
        Assert.Equal(0, _records.Reads);
    }

    [Fact]
    public async Task A_record_that_was_not_new_is_kept_and_found_by_the_next_turn()
    {
        await using var one = await TestSilo.StartAsync(records: _records);
        await using var two = await TestSilo.StartAsync(records: _records);
        await one.Grain<ICounterGrain>("a").AddAsync(5);

        await Assert.ThrowsAsync<InconsistentStateException>(() => two.Grain<ICounterGrain>("a").AddToNewAsync(1));

        Assert.Equal(6, await two.Grain<ICounterGrain>("a").AddAsync(1));
        Assert.Equal(6, await one.Grain<ICounterGrain>("a").ValueAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_new_turn_that_writes_nothing_leaves_the_reading_to_the_next(bool held)
    {
        await using var one = await TestSilo.StartAsync(records: _records);
        await using var two = await TestSilo.StartAsync(records: _records);
        await one.Grain<ICounterGrain>("a").AddAsync(5);
        Assert.Equal(0, await two.Grain<ICounterGrain>("a").NewValueAsync());

        Assert.Equal(5, await (held ? two.Grain<ICounterGrain>("a").HeldValueAsync() : two.Grain<ICounterGrain>("a").ValueAsync()));
    }

    [Fact]
    public async Task A_turn_that_waits_behind_a_new_one_sees_its_record()
    {
        await using var silo = await TestSilo.StartAsync(records: _records);
        var grain = silo.Grain<ICounterGrain>("a");

        var added = await Task.WhenAll(grain.AddToNewAsync(1), grain.AddAsync(1), grain.ValueReadOnlyAsync()).OrFail("the calls did not end");

        Assert.Equal([1, 2, 2], added);
    }
}
