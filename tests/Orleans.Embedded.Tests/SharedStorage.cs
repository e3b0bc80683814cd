using Orleans.Embedded.Tests.Fixtures;
using Orleans.Storage;

namespace Orleans.Embedded.Tests;

/// <summary>Two runtimes on one database, as two processes are.</summary>
public sealed class SharedStorage
{
    private readonly SharedRecords _records = new();

    [Fact]
    public async Task A_turn_sees_what_another_process_has_written()
    {
        await using var one = await TestSilo.StartAsync(records: _records);
        await using var two = await TestSilo.StartAsync(records: _records);
        Assert.Equal(0, await two.Grain<ICounterGrain>("a").ValueAsync());

        await one.Grain<ICounterGrain>("a").AddAsync(5);

        Assert.Equal(5, await two.Grain<ICounterGrain>("a").ValueAsync());
        Assert.Equal(7, await two.Grain<ICounterGrain>("a").AddAsync(2));
        Assert.Equal(7, await one.Grain<ICounterGrain>("a").ValueReadOnlyAsync());
        await one.Grain<ICounterGrain>("a").ClearAsync();
        Assert.Equal(0, await two.Grain<ICounterGrain>("a").ValueAsync());
    }

    [Fact]
    public async Task An_unchanged_record_is_not_read_again()
    {
        await using var silo = await TestSilo.StartAsync(records: _records);
        var grain = silo.Grain<ICounterGrain>("a");
        await grain.AddAsync(1);
        var reads = _records.Reads;

        await grain.AddAsync(1);
        await grain.ValueAsync();

        Assert.Equal(reads, _records.Reads);
    }

    [Fact]
    public async Task A_write_that_raced_with_another_process_fails_and_loses_nothing()
    {
        await using var one = await TestSilo.StartAsync(records: _records);
        await using var two = await TestSilo.StartAsync(records: _records);
        var racing = one.Grain<ICounterGrain>("a").AddAfterAsync("race", 1);
        await one.Stage.Signalled("race held");
        await two.Grain<ICounterGrain>("a").AddAsync(10);

        one.Stage.Signal("race released");

        await Assert.ThrowsAsync<InconsistentStateException>(() => racing.OrFail("the racing call did not end"));
        Assert.Equal(10, await one.Grain<ICounterGrain>("a").ValueAsync());
        Assert.Equal(11, await one.Grain<ICounterGrain>("a").AddAsync(1));
    }

    [Fact]
    public async Task Parallel_additions_from_two_processes_are_all_counted_once()
    {
        await using var one = await TestSilo.StartAsync(records: _records);
        await using var two = await TestSilo.StartAsync(records: _records);

        var added = await Task.WhenAll(Enumerable.Range(0, 400).Select(call => Task.Run(async () =>
        {
            try
            {
                await (call % 2 == 0 ? one : two).Grain<ICounterGrain>("a").AddAsync(1);
                return 1;
            }
            catch (InconsistentStateException)
            {
                return 0;
            }
        }))).OrFail("the calls did not end");

        Assert.Equal(added.Sum(), await one.Grain<ICounterGrain>("a").ValueAsync());
        Assert.Equal(added.Sum(), await two.Grain<ICounterGrain>("a").ValueAsync());
    }

    [Fact]
    public async Task A_reader_that_meets_a_new_version_waits_until_it_can_read_it_alone()
    {
        await using var one = await TestSilo.StartAsync(records: _records);
        await using var two = await TestSilo.StartAsync(records: _records);
        var grain = one.Grain<ICounterGrain>("a");
        var held = grain.HoldReadOnlyAsync("r");
        await one.Stage.Signalled("r held");
        await two.Grain<ICounterGrain>("a").AddAsync(5);

        var late = grain.ValueReadOnlyAsync();
        one.Stage.Signal("r released");

        Assert.Equal(0, await held);
        Assert.Equal(5, await late.OrFail("the second reader did not run"));
    }

    [Fact]
    public async Task A_stopped_process_leaves_its_records_to_the_next_one()
    {
        await using (var one = await TestSilo.StartAsync(records: _records))
        {
            await one.Grain<ICounterGrain>("a").AddAsync(3);
        }

        await using var two = await TestSilo.StartAsync(records: _records);
        Assert.Equal(3, await two.Grain<ICounterGrain>("a").ValueAsync());
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_read_back_before_the_next_turn()
    {
        await using var silo = await TestSilo.StartAsync(records: _records);
        var grain = silo.Grain<ICounterGrain>("a");
        await grain.AddAsync(1);
        _records.LoseNextAnswer = true;

        await Assert.ThrowsAsync<IOException>(() => grain.AddAsync(1));

        Assert.Equal(2, await grain.ValueAsync());
        Assert.Equal(3, await grain.AddAsync(1));
    }

    [Fact]
    public async Task While_the_database_is_away_calls_fail_and_the_activation_stays()
    {
        await using var silo = await TestSilo.StartAsync(records: _records);
        var grain = silo.Grain<ICounterGrain>("a");
        await grain.AddAsync(1);
        var reads = _records.Reads;
        _records.IsAway = true;

        await Assert.ThrowsAsync<IOException>(grain.ValueAsync);

        _records.IsAway = false;
        Assert.Equal(1, await grain.ValueAsync());
        Assert.Equal(reads, _records.Reads);
    }
}
