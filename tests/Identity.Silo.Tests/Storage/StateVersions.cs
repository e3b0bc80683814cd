using Identity.Grains.Storage;
using Identity.Silo.Storage;
using Identity.Testing;
using Npgsql;

namespace Identity.Silo.Tests.Storage;

public class StateVersions(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private readonly string _realm = Sample.Id();

    [Fact]
    public async Task A_version_is_the_etag_of_the_last_write()
    {
        var session = Sample.Session("u");
        var key = Sample.Key(_realm, session.Id);
        Assert.Null(await ReadAsync(session.Id));

        var state = await fixture.InsertAsync(StateNames.Session, _realm, session.Id, session);
        Assert.Equal(state.ETag, await ReadAsync(session.Id));

        await state.WriteAsync(fixture.Storage, StateNames.Session, key);
        Assert.Equal(state.ETag, await ReadAsync(session.Id));

        await state.RemoveAsync(fixture.Storage, StateNames.Session, key);
        Assert.Null(await ReadAsync(session.Id));
    }

    [Fact]
    public async Task Concurrent_reads_each_get_their_own_answer()
    {
        var stored = new Dictionary<string, string?>();
        for (var i = 0; i < 50; i++)
        {
            var session = Sample.Session("u");
            stored[session.Id] = (await fixture.InsertAsync(StateNames.Session, _realm, session.Id, session)).ETag;
            stored[Sample.Id()] = null;
        }

        var asked = Enumerable.Range(0, 20).SelectMany(_ => stored.Keys).ToArray();
        var answers = await Task.WhenAll(asked.Select(id => Task.Run(() => ReadAsync(id))));

        Assert.All(asked.Zip(answers), pair => Assert.Equal(stored[pair.First], pair.Second));
    }

    [Fact]
    public async Task Rows_of_several_kinds_that_are_asked_for_together_each_get_their_own_answer()
    {
        var stored = new Dictionary<(string State, string Id), string?>();
        for (var i = 0; i < 20; i++)
        {
            // The same id in both tables.
            var (session, user) = (Sample.Session("u"), Sample.User());
            stored[(StateNames.Session, user.Id)] = (await fixture.InsertAsync(StateNames.Session, _realm, user.Id, session)).ETag;
            stored[(StateNames.User, user.Id)] = (await fixture.InsertAsync(StateNames.User, _realm, user.Id, user)).ETag;
            stored[(StateNames.RevokedToken, user.Id)] = null;
        }

        stored[(StateNames.Group, Sample.Id())] = null;
        var asked = Enumerable.Range(0, 20).SelectMany(_ => stored.Keys).ToArray();
        var answers = await Task.WhenAll(asked.Select(row =>
            Task.Run(() => fixture.Storage.ReadVersionAsync(row.State, new EntityKey(_realm, row.Id), CancellationToken.None).AsTask())));

        Assert.All(asked.Zip(answers), pair => Assert.Equal(stored[pair.First], pair.Second));
    }

    [Fact]
    public async Task A_read_sees_every_write_acknowledged_before_it_was_asked()
    {
        var session = Sample.Session("u");
        var state = await fixture.InsertAsync(StateNames.Session, _realm, session.Id, session);
        using var stop = new CancellationTokenSource();
        var noise = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await ReadAsync(session.Id);
            }
        })).ToArray();

        for (var i = 0; i < 200; i++)
        {
            await state.WriteAsync(fixture.Storage, StateNames.Session, Sample.Key(_realm, session.Id));
            Assert.Equal(state.ETag, await ReadAsync(session.Id));
        }

        await stop.CancelAsync();
        await Task.WhenAll(noise);
    }

    [Fact]
    public async Task An_abandoned_read_leaves_the_others_alone()
    {
        var session = Sample.Session("u");
        var state = await fixture.InsertAsync(StateNames.Session, _realm, session.Id, session);
        using var cancelled = new CancellationTokenSource();
        var key = Sample.Key(_realm, session.Id);

        var abandoned = Enumerable.Range(0, 20)
            .Select(_ => fixture.Storage.ReadVersionAsync(StateNames.Session, key, cancelled.Token).AsTask())
            .ToArray();
        var patient = ReadAsync(session.Id);
        await cancelled.CancelAsync();

        Assert.Equal(state.ETag, await patient);
        Assert.All(abandoned, read => Assert.True(read.IsCompleted));
        await Task.WhenAll(abandoned.Select(read => read.ContinueWith(_ => { }, TaskScheduler.Default)));
    }

    [Fact]
    public async Task A_read_that_does_not_come_back_soon_no_longer_holds_up_the_others()
    {
        var session = Sample.Session("u");
        var state = await fixture.InsertAsync(StateNames.Session, _realm, session.Id, session);
        var time = new TestClock();
        var storage = new PostgresRecordStore(fixture.Database, time);
        await using var locker = await fixture.Database.Pool.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await locker.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var locking = new NpgsqlCommand("LOCK TABLE user_group IN ACCESS EXCLUSIVE MODE", locker, transaction);
        await locking.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await using var waiters = new NpgsqlCommand("SELECT count(*) FROM pg_locks WHERE relation = 'user_group'::regclass AND NOT granted", locker, transaction);

        var held = storage.ReadVersionAsync(StateNames.Group, new EntityKey(_realm, session.Id), CancellationToken.None).AsTask();
        await Eventually.TrueAsync(async () => await waiters.ExecuteScalarAsync(TestContext.Current.CancellationToken) is 1L, "the read waits for the table");
        var behind = storage.ReadVersionAsync(StateNames.Session, new EntityKey(_realm, session.Id), CancellationToken.None).AsTask();
        time.Advance(VersionReads.Patience);
        var later = storage.ReadVersionAsync(StateNames.Session, new EntityKey(_realm, session.Id), CancellationToken.None).AsTask();

        Assert.Equal(state.ETag, await later);
        Assert.Equal(state.ETag, await behind);
        Assert.Equal(state.ETag, await storage.ReadVersionAsync(StateNames.Session, new EntityKey(_realm, session.Id), CancellationToken.None));
        Assert.False(held.IsCompleted);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        Assert.Null(await held);
    }

    private Task<string?> ReadAsync(string id) =>
        fixture.Storage.ReadVersionAsync(StateNames.Session, Sample.Key(_realm, id), CancellationToken.None).AsTask();
}
