using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Identity.Silo.Storage;
using Identity.Testing;
using Npgsql;

namespace Identity.Silo.Tests.Storage;

/// <summary>Failed attempts and refreshes are written all day: they leave every index alone. On a database of the class's own, as
/// PostgreSQL counts the updates of a whole table.</summary>
public class FrequentWrites(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private const int Writes = 10;
    private readonly string _realm = Sample.Id();

    [Fact]
    public async Task Failed_attempts_are_heap_only()
    {
        await WriteAsync(
            StateNames.User,
            Sample.User("hot") with { Email = "hot@x.org", RoleIds = ["r"], Attributes = new Dictionary<string, IReadOnlyList<string>> { ["a"] = ["b"] } },
            (user, i) => user with { Failures = new LoginFailures { Count = i, LastFailureAt = i } });

        await HeapOnlyAsync("user_account", "user_entry", "user_term");
    }

    [Fact]
    public async Task Refreshes_are_heap_only()
    {
        await WriteAsync(
            StateNames.Session,
            Sample.Session("u", started: 1, expiresAt: 7200) with { Clients = new Dictionary<string, ClientSession> { ["app"] = new() { Id = "p" } } },
            (session, i) => session with { LastRefresh = i, ExpiresAt = 7200 + i });

        await HeapOnlyAsync("user_session", "session_entry");
    }

    // On a connection of its own, which tells the server's statistics when it ends.
    private async Task WriteAsync<T>(string stateName, T first, Func<T, int, T> next)
        where T : class
    {
        using var database = new PostgresDatabase(fixture.ConnectionString);
        var storage = new PostgresRecordStore(database, TimeProvider.System);
        var row = new StoredRow<T>(Sample.WithId(first, "1"));
        await row.WriteAsync(storage, stateName, Sample.Key(_realm, "1"));
        for (var i = 1; i <= Writes; i++)
        {
            row.State = next(row.State!, i);
            await row.WriteAsync(storage, stateName, Sample.Key(_realm, "1"));
        }
    }

    private async Task HeapOnlyAsync(string table, params string[] untouched)
    {
        await Eventually.TrueAsync(async () => await ReadAsync("n_tup_upd", table) == Writes, $"all updates of {table} are counted");
        Assert.Equal(Writes, await ReadAsync("n_tup_hot_upd", table));
        foreach (var entries in untouched)
        {
            Assert.Equal(0, await ReadAsync("n_tup_upd + n_tup_del", entries));
        }
    }

    private async Task<long> ReadAsync(string counter, string table)
    {
        await using var connection = new NpgsqlConnection(fixture.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT {counter} FROM pg_stat_user_tables WHERE relname = '{table}'", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
