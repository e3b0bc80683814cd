using Identity.Grains.Storage;
using Identity.Silo.Storage;
using Identity.Testing;

namespace Identity.Silo.Tests.Storage;

/// <summary>A process that was paused carries out nothing of what it was asked before.</summary>
public class StandingStill(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(3.1);
    private readonly TestClock _time = new();

    [Fact]
    public void For_three_seconds_is_noticed_by_whoever_asks_first()
    {
        using var standstill = new Standstill(_time);
        Assert.False(standstill.HasJustEnded);

        _time.Advance(s_pause);

        Assert.True(standstill.HasJustEnded);
    }

    [Fact]
    public void Is_over_after_another_second()
    {
        using var standstill = new Standstill(_time);
        _time.Advance(s_pause);
        Assert.True(standstill.HasJustEnded);

        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.True(standstill.HasJustEnded);
        _time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.False(standstill.HasJustEnded);
    }

    [Fact]
    public void Is_no_short_wait()
    {
        using var standstill = new Standstill(_time);

        for (var second = 0; second < 10; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.False(standstill.HasJustEnded);
        }
    }

    [Fact]
    public async Task Refuses_reads_and_writes_and_then_goes_on()
    {
        using var database = new PostgresDatabase(fixture.ConnectionString, _time);
        var storage = new PostgresRecordStore(database, TimeProvider.System);
        var key = Sample.Key(Sample.Id(), "session");
        Assert.Null(await storage.ReadVersionAsync(StateNames.Session, key, CancellationToken.None));

        _time.Advance(s_pause);
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await storage.ReadVersionAsync(StateNames.Session, key, CancellationToken.None));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await storage.ReadVersionAsync(StateNames.Session, key, CancellationToken.None));
    }
}
