using Identity.Grains.Storage;
using Identity.Silo.Storage;
using Identity.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Identity.Silo.Tests.Storage;

/// <summary>Each on a database of its own, as expiry looks at all rows.</summary>
public class ExpiredRows(PostgresServer server) : IAsyncLifetime
{
    private readonly StorageFixture _fixture = new(server);
    private readonly string _realm = Sample.Id();

    private PostgresSessionIndex Sessions => new(_fixture.Database, StorageFixture.Records);

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _fixture.DisposeAsync();
    }

    [Fact]
    public async Task Expired_rows_are_removed_in_batches_and_others_stay()
    {
        var clock = new TestClock();
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        for (var i = 0; i < 7; i++)
        {
            await _fixture.InsertAsync(StateNames.Session, _realm, $"expired {i}", Sample.Session("u", expiresAt: now - (i * 1000) - 1));
            await _fixture.InsertAsync(StateNames.RevokedToken, _realm, $"expired {i}", Sample.RevokedToken(now - (i * 1000) - 1));
        }

        await _fixture.InsertAsync(StateNames.Session, _realm, "live", Sample.Session("u", expiresAt: now));
        await _fixture.InsertAsync(StateNames.Session, _realm, "for ever", Sample.Session("u"));
        await _fixture.InsertAsync(StateNames.RevokedToken, _realm, "live", Sample.RevokedToken(now + 1));

        Assert.Equal(5, await Sessions.DeleteExpiredAsync(clock.GetUtcNow(), 5, CancellationToken.None));
        Assert.Equal(9, await Sessions.DeleteExpiredAsync(clock.GetUtcNow(), 100, CancellationToken.None));
        Assert.Equal(0, await Sessions.DeleteExpiredAsync(clock.GetUtcNow(), 100, CancellationToken.None));

        Assert.Equal(2, (await Sessions.ListByUserAsync(_realm, "u", CancellationToken.None)).Count);
        Assert.NotNull(await _fixture.Storage.ReadVersionAsync(StateNames.RevokedToken, Sample.Key(_realm, "live"), CancellationToken.None));
    }

    [Fact]
    public async Task The_remover_comes_within_two_minutes_and_leaves_what_has_just_expired()
    {
        var clock = new TestClock();
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        await _fixture.InsertAsync(StateNames.Session, _realm, "long ago", Sample.Session("u", expiresAt: now - 3600));
        await _fixture.InsertAsync(StateNames.Session, _realm, "just now", Sample.Session("u", expiresAt: now + 60));
        var remover = new ExpiredRowRemover(_fixture.Database, Sessions, new PostgresEventStore(_fixture.Database), new OldRealmChanges(_fixture.Database), new OldGrants(_fixture.Database), clock, NullLogger<ExpiredRowRemover>.Instance);
        await using var running = RunningWork.Start(remover, clock);
        await Eventually.TrueAsync(() => clock.TimerCount > 0, "the remover waits");

        clock.Advance(TimeSpan.FromSeconds(90));

        await Eventually.TrueAsync(
            async () => await Sessions.ListByUserAsync(_realm, "u", CancellationToken.None) is [var left] && left.EndsWith("just now", StringComparison.Ordinal),
            "the expired row is gone");
    }

    [Fact]
    public async Task One_pod_at_a_time_removes()
    {
        var clock = new TestClock();
        await _fixture.InsertAsync(StateNames.Session, _realm, "long ago", Sample.Session("w", expiresAt: clock.GetUtcNow().ToUnixTimeSeconds() - 3600));
        var remover = new ExpiredRowRemover(_fixture.Database, Sessions, new PostgresEventStore(_fixture.Database), new OldRealmChanges(_fixture.Database), new OldGrants(_fixture.Database), clock, NullLogger<ExpiredRowRemover>.Instance);
        await using var other = await _fixture.Database.Pool.OpenConnectionAsync();
        await using (var transaction = await other.BeginTransactionAsync())
        {
            await using var take = other.CreateCommand();
            take.CommandText = $"SELECT pg_advisory_xact_lock({0x1DE9_7117_0000_0002})";
            await take.ExecuteNonQueryAsync();

            Assert.Equal(0, await remover.RemoveAsync(CancellationToken.None));
        }

        Assert.Equal(1, await remover.RemoveAsync(CancellationToken.None));
    }
}
