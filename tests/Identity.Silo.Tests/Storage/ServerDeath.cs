using System.Collections.Concurrent;
using System.Diagnostics;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Silo.Storage;
using Identity.Testing;

namespace Identity.Silo.Tests.Storage;

/// <summary>On a server of its own, which dies while writes are under way.</summary>
public class ServerDeath(ITestOutputHelper output)
{
    private const int Writers = 16;

    private readonly string _realm = Sample.Id();

    [Fact]
    public async Task Every_acknowledged_write_survives_SIGKILL_of_the_server_and_calls_recover()
    {
        await using var server = new PostgresServer();
        await using var test = await server.CreateDatabaseAsync();
        using var database = new PostgresDatabase(test.ConnectionString);
        var rows = Enumerable.Range(0, Writers).Select(i => new Row(database, _realm, $"s{i}")).ToArray();
        using var stop = new CancellationTokenSource();
        var writing = rows.Select(row => Task.Run(() => row.WriteUntilAsync(stop.Token))).ToArray();

        for (var death = 0; death < 3; death++)
        {
            await ProgressAsync(rows, 50);
            await server.KillAsync();
            await Eventually.TrueAsync(() => rows.All(row => row.IsFailing), "every writer is told that the database is away");
            var clock = Stopwatch.StartNew();
            await server.RestartAsync();
            await ProgressAsync(rows, 1);
            output.WriteLine($"all writers back {clock.ElapsedMilliseconds} ms after the restart began");
        }

        await stop.CancelAsync();
        await Task.WhenAll(writing);
        await Task.WhenAll(rows.Select(row => row.CheckAsync()));
        Assert.All(rows, row => Assert.Empty(row.Unexpected));
        output.WriteLine($"{rows.Sum(row => row.Acknowledged)} acknowledged writes, {rows.Sum(row => row.Failures)} refused");
    }

    [Fact]
    public async Task A_restart_between_two_calls_is_not_noticed()
    {
        await using var server = new PostgresServer();
        await using var test = await server.CreateDatabaseAsync();
        using var database = new PostgresDatabase(test.ConnectionString);
        var storage = new PostgresRecordStore(database, TimeProvider.System);
        var session = new StoredRow<SessionState>(Sample.Session("u") with { Id = "s" });
        var key = Sample.Key(_realm, "s");
        await session.WriteAsync(storage, StateNames.Session, key);

        await server.RestartAsync();
        await session.WriteAsync(storage, StateNames.Session, key);
        await server.RestartAsync();
        Assert.Equal(session.ETag, await storage.ReadVersionAsync(StateNames.Session, key, CancellationToken.None));
        await server.RestartAsync();
        await session.RemoveAsync(storage, StateNames.Session, key);

        Assert.False(session.Exists);
    }

    [Fact]
    public async Task Without_a_server_every_call_says_unavailable()
    {
        await using var server = new PostgresServer();
        await using var test = await server.CreateDatabaseAsync();
        using var database = new PostgresDatabase(test.ConnectionString);
        var storage = new PostgresRecordStore(database, TimeProvider.System);
        var state = new StoredRow<SessionState>(Sample.Session("u") with { Id = "s" }, "1");
        var key = Sample.Key(_realm, "s");
        await server.KillAsync();

        await UnavailableAsync(() => state.ReadAsync(storage, StateNames.Session, key));
        await UnavailableAsync(() => state.WriteAsync(storage, StateNames.Session, key));
        await UnavailableAsync(() => state.RemoveAsync(storage, StateNames.Session, key));
        await UnavailableAsync(() => storage.ReadVersionAsync(StateNames.Session, key, CancellationToken.None).AsTask());
        await UnavailableAsync(() => new PostgresUserDirectory(database, StorageFixture.Records).FindByUsernameAsync("r", "u", CancellationToken.None).AsTask());
        await UnavailableAsync(() => new PostgresSessionIndex(database, StorageFixture.Records).ListByUserAsync("r", "u", CancellationToken.None));

        await server.RestartAsync();
    }

    private static async Task UnavailableAsync(Func<Task> call) => await Assert.ThrowsAsync<StorageUnavailableException>(call);

    private static Task ProgressAsync(Row[] rows, int more)
    {
        var targets = rows.Select(row => row.Acknowledged + more).ToArray();
        return Eventually.TrueAsync(
            () => rows.Zip(targets).All(pair => pair.First.Acknowledged >= pair.Second), $"{more} more writes are acknowledged to each", TimeSpan.FromSeconds(30));
    }

    /// <summary>A writer that counts up in a row of its own and knows what was acknowledged.</summary>
    private sealed class Row(PostgresDatabase database, string realm, string id)
    {
        private readonly PostgresRecordStore _storage = new(database, TimeProvider.System);
        private long _attempted;
        private long _acknowledged;
        private volatile bool _failing;

        public long Acknowledged => Interlocked.Read(ref _acknowledged);

        public bool IsFailing => _failing;

        public int Failures { get; private set; }

        public ConcurrentQueue<Exception> Unexpected { get; } = new();

        public async Task WriteUntilAsync(CancellationToken stop)
        {
            var state = new StoredRow<SessionState>();
            var known = false;
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    if (!known)
                    {
                        await ReadAsync(state);
                        known = true;
                    }

                    _attempted = Acknowledged + 1;
                    state.State = Sample.Session("u") with { Id = id, LastRefresh = _attempted };
                    await state.WriteAsync(_storage, StateNames.Session, Sample.Key(realm, id));
                    Interlocked.Exchange(ref _acknowledged, _attempted);
                    _failing = false;
                }
                catch (StorageUnavailableException)
                {
                    known = false;
                    _failing = true;
                    Failures++;
                    await pause.WaitForNextTickAsync(CancellationToken.None);
                }
                catch (Exception exception)
                {
                    Unexpected.Enqueue(exception);
                    return;
                }
            }
        }

        public async Task CheckAsync()
        {
            Assert.True(Acknowledged > 0);
            await ReadAsync(new StoredRow<SessionState>());
        }

        // A write that was not acknowledged is there or not, and nothing else is.
        private async Task ReadAsync(StoredRow<SessionState> state)
        {
            await state.ReadAsync(_storage, StateNames.Session, Sample.Key(realm, id));
            var stored = state.Exists ? state.State!.LastRefresh : 0;
            Assert.InRange(stored, Acknowledged, _attempted);
            Interlocked.Exchange(ref _acknowledged, stored);
        }
    }
}
