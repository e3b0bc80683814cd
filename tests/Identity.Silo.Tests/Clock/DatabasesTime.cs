using System.Diagnostics.Metrics;
using Identity.Silo.Clock;
using Identity.Silo.Tests.Storage;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Identity.Silo.Tests.Clock;

/// <summary>All pods go by the database's clock, whatever their machines' clocks say.</summary>
public class DatabasesTime : IClassFixture<StorageFixture>
{
    private static readonly TimeSpan s_close = TimeSpan.FromSeconds(1);
    private readonly TestClock _machine = new();
    private readonly DatabaseClock _clock;

    private readonly StorageFixture _fixture;

    public DatabasesTime(StorageFixture fixture) => (_fixture, _clock) = (fixture, new DatabaseClock(_machine));

    [Fact]
    public void Is_the_machines_before_the_first_answer() => Assert.Equal(_machine.GetUtcNow(), _clock.GetUtcNow());

    [Fact]
    public void Is_followed_however_far_it_is_from_the_machines()
    {
        Assert.Equal(TimeSpan.FromHours(-1), Answer(-TimeSpan.FromHours(1), TimeSpan.Zero));

        Assert.Equal(TimeSpan.FromHours(1), _clock.MachineAhead);
        Assert.Equal(_machine.GetUtcNow() - TimeSpan.FromHours(1), _clock.GetUtcNow());
    }

    [Fact]
    public void Is_not_taken_for_changed_by_a_slow_answer()
    {
        Answer(TimeSpan.Zero, TimeSpan.Zero);

        Assert.Equal(TimeSpan.Zero, Answer(TimeSpan.FromSeconds(-0.9), TimeSpan.FromSeconds(2)));
        Assert.Equal(TimeSpan.Zero, Answer(TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void Is_known_as_well_as_by_the_fastest_answer()
    {
        Answer(TimeSpan.FromSeconds(-0.1), TimeSpan.FromSeconds(0.3));
        Assert.Equal(TimeSpan.FromSeconds(0.1), _clock.MachineAhead);

        Assert.Equal(TimeSpan.FromSeconds(0.1), Answer(TimeSpan.Zero, TimeSpan.FromSeconds(0.001)));
        Assert.Equal(TimeSpan.Zero, _clock.MachineAhead);

        Assert.Equal(TimeSpan.Zero, Answer(TimeSpan.FromSeconds(-0.1), TimeSpan.FromSeconds(0.3)));
        Assert.Equal(TimeSpan.Zero, _clock.MachineAhead);
    }

    [Fact]
    public void Is_asked_for_anew_as_clocks_drift_apart()
    {
        Answer(TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
        _machine.Advance(TimeSpan.FromHours(1));

        Assert.Equal(TimeSpan.FromMilliseconds(60), Answer(TimeSpan.FromMilliseconds(60), TimeSpan.FromMilliseconds(2)));
    }

    [Fact]
    public async Task Is_asked_of_the_database()
    {
        var clock = new DatabaseClock(TimeProvider.System);
        clock.Correct(clock.GetUtcNow().AddHours(5), clock.GetTimestamp(), clock.GetTimestamp());
        await using var database = NpgsqlDataSource.Create(_fixture.ConnectionString);
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var upkeep = new ClockUpkeep(clock, database, services.GetRequiredService<IMeterFactory>(), NullLogger<ClockUpkeep>.Instance);

        await upkeep.RunAsync(CancellationToken.None);

        // The test's database runs on this machine.
        Assert.True(clock.MachineAhead.Duration() < s_close);
    }

    // What the clock is set by when the database, so far ahead, takes so long to say its time, half of it on the way back.
    private TimeSpan Answer(TimeSpan databaseAhead, TimeSpan roundTrip)
    {
        var asked = _clock.GetTimestamp();
        _machine.Advance(roundTrip);
        return _clock.Correct(_machine.GetUtcNow() + databaseAhead - (roundTrip / 2), asked, _clock.GetTimestamp());
    }
}
