using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Checks rows that are older than the constraints which say that a row is its own (its document's id, the characters of its key).
/// Those that are not are told of at each start until they are gone; snapshots leave them out, and no request finds them by its key.</summary>
internal static partial class RowChecks
{
    private const int TimeoutSeconds = 60;
    private const int Shown = 20;

    private const string Unchecked = """
        SELECT conrelid::regclass::text, conname, pg_get_expr(conbin, conrelid) FROM pg_constraint
        WHERE contype = 'c' AND NOT convalidated AND conname ~ '_(own_id|key)$' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2
        """;

    /// <summary>Checks what has not been checked yet. Never fails for a row: the start goes on.</summary>
    public static async Task RunAsync(NpgsqlDataSource dataSource, ILogger logger, CancellationToken cancellationToken)
    {
        foreach (var row in await ReadAsync(dataSource, Unchecked, 3, cancellationToken))
        {
            var (table, constraint, rule) = (row[0], row[1], row[2]);
            try
            {
#pragma warning disable CA2100 // Names of this schema.
                await using var check = dataSource.CreateCommand($"ALTER TABLE {table} VALIDATE CONSTRAINT {constraint}");
#pragma warning restore CA2100
                check.CommandTimeout = TimeoutSeconds;
                await check.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.CheckViolation)
            {
                var found = await ReadAsync(dataSource, $"SELECT realm_id, id FROM {table} WHERE NOT ({rule}) LIMIT {Shown}", 2, cancellationToken);
                LogForeign(logger, table, string.Join(", ", found.Select(key => $"{Visible(key[0])} {Visible(key[1])}")));
            }
            catch (NpgsqlException exception)
            {
                // A large table, or one that somebody else is changing: the next start tries again.
                LogPutOff(logger, exception, table);
            }
        }
    }

    private static async Task<List<string[]>> ReadAsync(NpgsqlDataSource dataSource, string sql, int columns, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // Constants, and names and expressions of this schema's own constraints.
        await using var command = dataSource.CreateCommand(sql);
#pragma warning restore CA2100
        command.CommandTimeout = TimeoutSeconds;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<string[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add([.. Enumerable.Range(0, columns).Select(reader.GetString)]);
        }

        return rows;
    }

    private static string Visible(string id) => string.Concat(id.Take(200).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter));

    [LoggerMessage(Level = LogLevel.Error, Message = "Table {Table} holds rows that are not what their keys say; they are not served. Look at them and delete them (realm_id id): {Rows}")]
    private static partial void LogForeign(ILogger logger, string table, string rows);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rows of {Table} could not be checked now; the next start tries again")]
    private static partial void LogPutOff(ILogger logger, Exception exception, string table);
}
