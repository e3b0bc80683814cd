using System.Diagnostics.Metrics;
using Identity.Silo.Clock;
using Identity.Silo.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Identity.Silo.Tests.Clock;

/// <summary>All pods go by the database's clock, whatever their machines' clocks say.</summary>
public class DatabasesTime(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private static readonly TimeSpan s_close = TimeSpan.FromSeconds(1);
    private readonly DatabaseClock _clock = new();

    [Fact]
    public void Is_the_machines_before_the_first_answer() =>
        Assert.True((_clock.GetUtcNow() - TimeProvider.System.GetUtcNow()).Duration() < s_close);

    [Fact]
    public void Is_followed_however_far_it_is_from_the_machines()
    {
        var database = TimeProvider.System.GetUtcNow().AddHours(-1);

        var correction = _clock.Correct(database, _clock.GetTimestamp(), _clock.GetTimestamp());

        Assert.True((correction + TimeSpan.FromHours(1)).Duration() < s_close);
        Assert.True((_clock.GetUtcNow() - database).Duration() < s_close);
        Assert.True((_clock.MachineAhead - TimeSpan.FromHours(1)).Duration() < s_close);
    }

    [Fact]
    public void Is_not_taken_for_changed_by_a_slow_answer()
    {
        _clock.Correct(TimeProvider.System.GetUtcNow(), _clock.GetTimestamp(), _clock.GetTimestamp());
        var answered = _clock.GetTimestamp();
        var asked = answered - (2 * _clock.TimestampFrequency);

        Assert.Equal(TimeSpan.Zero, _clock.Correct(_clock.GetUtcNow() - TimeSpan.FromSeconds(1.9), asked, answered));
        Assert.Equal(TimeSpan.Zero, _clock.Correct(_clock.GetUtcNow() - TimeSpan.FromSeconds(0.1), asked, answered));
    }

    [Fact]
    public async Task Is_asked_of_the_database()
    {
        _clock.Correct(TimeProvider.System.GetUtcNow().AddHours(5), _clock.GetTimestamp(), _clock.GetTimestamp());
        await using var database = NpgsqlDataSource.Create(fixture.ConnectionString);
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var upkeep = new ClockUpkeep(_clock, database, services.GetRequiredService<IMeterFactory>(), NullLogger<ClockUpkeep>.Instance);

        await upkeep.RunAsync(CancellationToken.None);

        // The test's database runs on this machine.
        Assert.True(_clock.MachineAhead.Duration() < s_close);
    }
}
