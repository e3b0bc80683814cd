using Npgsql;

namespace Identity.LoadTester.Resources;

/// <summary>What PostgreSQL has written, by its own counters.</summary>
internal sealed class DatabaseCounters : IAsyncDisposable
{
    // A backend reports its rows at most once a second, an idle one after up to ten.
    private static readonly TimeSpan s_reporting = TimeSpan.FromSeconds(11);
    private readonly NpgsqlDataSource _database;

    public DatabaseCounters(string connectionString) => _database = NpgsqlDataSource.Create(connectionString);

    /// <summary>As of now.</summary>
    /// <param name="settled">Waits until every backend has reported its rows.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<DatabaseUse> ReadAsync(bool settled, CancellationToken cancellationToken)
    {
        if (settled)
        {
            await Task.Delay(s_reporting, cancellationToken);
        }

        // Only a transaction that writes takes a number.
        await using var command = _database.CreateCommand("""
            SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
                   (SELECT tup_inserted + tup_updated + tup_deleted FROM pg_stat_database WHERE datname = current_database()),
                   pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new DatabaseUse(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}

/// <summary>What a database has written since it was made, or, as a difference, since an earlier look.</summary>
/// <param name="Transactions">That wrote something, each with one flush of the log.</param>
/// <param name="Rows">Inserted, updated or deleted, in tables and by triggers.</param>
/// <param name="LogBytes">Of the write-ahead log.</param>
internal sealed record DatabaseUse(long Transactions, long Rows, long LogBytes)
{
    /// <summary>What has come since.</summary>
    public DatabaseUse Since(DatabaseUse before) => new(Transactions - before.Transactions, Rows - before.Rows, LogBytes - before.LogBytes);
}
