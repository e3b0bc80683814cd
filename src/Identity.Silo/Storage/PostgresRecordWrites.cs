using Identity.Grains.Events;
using Identity.Grains.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Identity.Silo.Storage;

/// <summary>Inserts, compares-and-swaps and removes many rows, and records what is told of them, in one transaction.</summary>
internal sealed class PostgresRecordWrites(PostgresDatabase database) : IRecordWrites
{
    // Rows of a realm file of the largest size that is read.
    private const int TimeoutSeconds = 300;
    private const int MaxCommands = 1000;

    public async Task<WriteResult> CommitAsync(IReadOnlyList<RecordWrite> writes, IReadOnlyList<AdminEvent> events)
    {
        // Versions are chosen once: a first attempt whose answer was lost is recognised by them.
        var rows = writes.Select(write => new Row(write, ETags.NewVersion())).ToList();
        var recorded = events.Select(EventInsert.Of).ToList();
        try
        {
            return await database.RunAsync((connection, repeated, token) => CommitAsync(connection, rows, recorded, repeated, token), CancellationToken.None).ConfigureAwait(false)
                ? WriteResult.Saved.Instance
                : WriteResult.Changed.Instance;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            var index = exception.ConstraintName ?? "";
            return new WriteResult.Duplicate { Index = index.EndsWith("_pkey", StringComparison.Ordinal) ? "id" : index };
        }
    }

    private static async Task<bool> CommitAsync(
        NpgsqlConnection connection, List<Row> rows, List<EventInsert> events, bool repeated, CancellationToken cancellationToken)
    {
        if (repeated && rows.Count > 0 && await IsStoredAsync(connection, rows.Find(row => row.Write.Document is not null) ?? rows[0], cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        foreach (var part in rows.Chunk(MaxCommands))
        {
            await using var batch = new NpgsqlBatch(connection, transaction) { Timeout = TimeoutSeconds };
            foreach (var row in part)
            {
                batch.BatchCommands.Add(Command(row));
            }

            // A swap that finds another version, or an insert that finds a row, changes none.
            if (await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) != part.Length)
            {
                await transaction.RollbackAsync(cancellationToken).ConfigureAwait(false);
                return false;
            }
        }

        foreach (var part in events.Chunk(MaxCommands))
        {
            await using var batch = new NpgsqlBatch(connection, transaction) { Timeout = TimeoutSeconds };
            foreach (var row in part)
            {
                var command = new NpgsqlBatchCommand(row.Statement(others: 0));
                row.AddValues(command.Parameters);
                batch.BatchCommands.Add(command);
            }

            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static NpgsqlBatchCommand Command(Row row)
    {
        var table = StateTable.Of(row.Write.StateName);
        var previous = ETags.Version(row.Write.ETag);
        var command = new NpgsqlBatchCommand(row.Write.Document is null ? table.Delete : previous is null ? table.InsertNew : table.Update)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = row.Write.Key.RealmId },
                new NpgsqlParameter<string> { TypedValue = row.Write.Key.Id },
            },
        };
        if (row.Write.Document is { } document)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = row.Version });
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = document, NpgsqlDbType = NpgsqlDbType.Jsonb });
        }

        if (previous is { } version)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
        }

        return command;
    }

    // A row that was written has a version that nobody else gives; one that is gone may be gone by another hand, which comes to the same.
    private static async Task<bool> IsStoredAsync(NpgsqlConnection connection, Row row, CancellationToken cancellationToken) =>
        await StateCommand.ReadVersionAsync(connection, StateTable.Of(row.Write.StateName), row.Write.Key, cancellationToken).ConfigureAwait(false)
            == (row.Write.Document is null ? null : row.Version);

    private sealed record Row(RecordWrite Write, long Version);
}
