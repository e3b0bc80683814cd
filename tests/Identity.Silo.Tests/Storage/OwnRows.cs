using Identity.Silo.Storage;
using Identity.Testing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Identity.Silo.Tests.Storage;

/// <summary>The database itself takes no row that could pass for another record's.</summary>
public sealed class OwnRows(PostgresServer server) : IAsyncLifetime
{
    private static readonly string[] s_tables = ["realm", "client", "client_scope", "role", "user_group", "user_account", "user_session", "revoked_token"];

    private TestDatabase _test = null!;
    private PostgresDatabase _database = null!;

    public static TheoryData<string> Tables => [.. s_tables];

    public async ValueTask InitializeAsync()
    {
        _test = await server.CreateDatabaseAsync();
        _database = new PostgresDatabase(_test.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _database.Dispose();
        await _test.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_row_holds_the_document_of_its_own_id(string table)
    {
        await InsertAsync(table, "a", "a", "a");

        await RefusedAsync($"{table}_own_id", () => InsertAsync(table, "b", "b", "a"));
        await RefusedAsync($"{table}_own_id", () => InsertAsync(table, "b", "b", null));
        await RefusedAsync($"{table}_own_id", () => ExecuteAsync($"UPDATE {table} SET doc = doc || '{{\"id\": \"b\"}}'"));
        await RefusedAsync($"{table}_own_id", () => ExecuteAsync($"UPDATE {table} SET doc = doc - 'id'"));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_key_can_be_read_in_one_way(string table)
    {
        await RefusedAsync($"{table}_key", () => InsertAsync(table, "a/b", "a/b", "a/b"));
        await RefusedAsync($"{table}_key", () => InsertAsync(table, "", "", ""));
        if (table != "realm")
        {
            await RefusedAsync($"{table}_key", () => InsertAsync(table, "a", "b/c", "b/c"));
            await RefusedAsync($"{table}_key", () => InsertAsync(table, "a/b", "c", "c"));
        }
    }

    [Fact]
    public async Task An_offline_session_has_the_id_of_its_login()
    {
        await InsertAsync("user_session", "a", "sid~offline", "sid");

        await RefusedAsync("user_session_own_id", () => InsertAsync("user_session", "a", "other~offline", "other~offline"));
    }

    [Fact]
    public async Task The_constraints_are_checked_once_and_hold_for_all_rows()
    {
        var log = new Lines();
        Assert.NotEqual(0L, await ExecuteAsync("SELECT count(*) FROM pg_constraint WHERE contype = 'c' AND NOT convalidated"));

        await RowChecks.RunAsync(_database.Pool, log, CancellationToken.None);

        Assert.Equal(0L, await ExecuteAsync("SELECT count(*) FROM pg_constraint WHERE contype = 'c' AND NOT convalidated"));
        Assert.Empty(log.All);
    }

    [Fact]
    public async Task An_old_row_that_is_not_its_own_is_told_of_and_left_out_and_stops_nothing()
    {
        await ExecuteAsync("ALTER TABLE client DROP CONSTRAINT client_own_id; ALTER TABLE role DROP CONSTRAINT role_key; ALTER TABLE realm DROP CONSTRAINT realm_key");
        await InsertAsync("realm", "a", "a", "a");
        await InsertAsync("realm", "a/x", "a/x", "a/x");
        await InsertAsync("client", "a", "planted", "other");
        await InsertAsync("client", "a", "own", "own");
        await InsertAsync("role", "a", "x/planted", "x/planted");
        await InsertAsync("role", "a", "own", "own");
        await ExecuteAsync("""
            ALTER TABLE client ADD CONSTRAINT client_own_id CHECK (doc ->> 'id' IS NOT DISTINCT FROM id) NOT VALID;
            ALTER TABLE role ADD CONSTRAINT role_key CHECK (position('/' IN id) = 0) NOT VALID;
            ALTER TABLE realm ADD CONSTRAINT realm_key CHECK (position('/' IN id) = 0) NOT VALID
            """);
        var log = new Lines();

        await RowChecks.RunAsync(_database.Pool, log, CancellationToken.None);

        Assert.Equal(["client: a planted", "realm: a/x a/x", "role: a x/planted"], log.Rows.Order(StringComparer.Ordinal));
        var source = StorageFixture.Source(_database);
        var realm = (await source.LoadAsync("a", CancellationToken.None))!;
        Assert.Equal("own", Assert.Single(realm.Clients).Id);
        Assert.Equal("own", Assert.Single(realm.Roles).Id);
        Assert.Null(await source.LoadAsync("a/x", CancellationToken.None));
    }

    private static async Task RefusedAsync(string constraint, Func<Task> write)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(write);
        Assert.Equal((PostgresErrorCodes.CheckViolation, constraint), (refusal.SqlState, refusal.ConstraintName));
    }

    private Task<object?> InsertAsync(string table, string realmId, string id, string? documentId) => ExecuteAsync(
        $$"""
        INSERT INTO {{table}} (realm_id, id, version, doc)
        VALUES ($1, $2, 1, jsonb_strip_nulls(jsonb_build_object('id', $3::text, 'realm', $1::text, 'clientId', $2::text, 'name', $2::text, 'username', $2::text, 'userId', 'u')))
        """,
        realmId,
        id,
        documentId);

    private async Task<object?> ExecuteAsync(string sql, params string?[] values)
    {
#pragma warning disable CA2100 // Texts of this test.
        await using var command = _database.Pool.CreateCommand(sql);
#pragma warning restore CA2100
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        }

        return await command.ExecuteScalarAsync();
    }

    private sealed class Lines : ILogger
    {
        public List<string> All { get; } = [];

        public List<string> Rows { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            All.Add(formatter(state, exception));
            var values = ((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary(entry => entry.Key, entry => entry.Value);
            Rows.Add($"{values["Table"]}: {values.GetValueOrDefault("Rows")}");
        }
    }
}
