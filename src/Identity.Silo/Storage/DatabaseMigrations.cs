using System.Globalization;
using System.Reflection;
using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Brings the database to this release's schema. Forward only; each migration is one transaction and leaves the previous
/// release working. Pods that start together wait for each other.</summary>
internal static partial class DatabaseMigrations
{
    // Any number that no one else takes on this database.
    private const long LockId = 0x1DE9_7117_0000_0001;

    /// <summary>Applies what is missing and returns when the schema is current.</summary>
    public static async Task RunAsync(NpgsqlDataSource dataSource, ILogger logger, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var applied = await ReadAppliedIfAnyAsync(connection, cancellationToken);
        var done = new List<string>();
        foreach (var migration in Migration.All.Where(migration => !applied.Contains(migration.Version)))
        {
            if (await ApplyAsync(connection, migration, cancellationToken))
            {
                done.Add(migration.Name);
            }
        }

        if (done.Count > 0)
        {
            LogApplied(logger, done);
        }
    }

    /// <summary>False where another process was faster.</summary>
    private static async Task<bool> ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({LockId})", cancellationToken);
        await ExecuteAsync(
            connection,
            "CREATE TABLE IF NOT EXISTS schema_migration (version int PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())",
            cancellationToken);
        var isMissing = !(await ReadAppliedAsync(connection, cancellationToken)).Contains(migration.Version);
        if (isMissing)
        {
            await ExecuteAsync(connection, migration.ReadSql(), cancellationToken);
            await using var insert = new NpgsqlCommand("INSERT INTO schema_migration (version, name) VALUES ($1, $2)", connection)
            {
                Parameters = { new() { Value = migration.Version }, new() { Value = migration.Name } },
            };
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return isMissing;
    }

    // The table itself is asked for, not the catalogue, of which a transaction that has waited for another may hold an old view.
    // Each is asked for by itself: one may come to be after another of a higher number.
    private static async Task<IReadOnlySet<int>> ReadAppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT version FROM schema_migration", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var applied = new HashSet<int>();
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(reader.GetInt32(0));
        }

        return applied;
    }

    private static async Task<IReadOnlySet<int>> ReadAppliedIfAnyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAppliedAsync(connection, cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return new HashSet<int>();
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // Our own resources, no input.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Applied database migrations {Names}")]
    private static partial void LogApplied(ILogger logger, IReadOnlyList<string> names);

    private sealed record Migration(int Version, string Name, string Resource)
    {
        public static readonly IReadOnlyList<Migration> All =
            [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
                .Where(resource => resource.EndsWith(".sql", StringComparison.Ordinal))
                .Select(Parse)
                .OrderBy(migration => migration.Version)];

        public string ReadSql()
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }

        // Resources are named ....0001_initial.sql.
        private static Migration Parse(string resource)
        {
            var name = resource[..^".sql".Length];
            name = name[(name.LastIndexOf('.') + 1)..];
            return new Migration(int.Parse(name[..4], CultureInfo.InvariantCulture), name, resource);
        }
    }
}
