using System.Security.Cryptography;
using Identity.Grains.Events;
using Identity.Grains.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Identity.Silo.Storage;

/// <summary>Inserts many rows by few statements.</summary>
internal sealed class PostgresNewRecords(PostgresDatabase database) : INewRecords
{
    private const int MaxRows = 2000;

    // A realm with tens of thousands of clients takes its time.
    private const int TimeoutSeconds = 300;

    public async Task InsertAsync(IReadOnlyList<NewRecord> records, CancellationToken cancellationToken)
    {
        // Versions are chosen once: a first attempt whose answer was lost is recognised by them.
        var rows = records.Select(record => new Row(record, NewVersion())).ToList();
        var reported = EventInsert.Of(EventsOfWrite.Current);
        try
        {
            await database.RunAsync((connection, repeated, token) => InsertAsync(connection, rows, reported, repeated, token), cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new DuplicateKeyException(exception.ConstraintName ?? "");
        }
    }

    private static async Task<bool> InsertAsync(
        NpgsqlConnection connection, List<Row> rows, EventInsert? reported, bool repeated, CancellationToken cancellationToken)
    {
        if (repeated && await IsStoredAsync(connection, rows[0], cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        await using var batch = new NpgsqlBatch(connection) { Timeout = TimeoutSeconds };
        foreach (var part in Parts(rows))
        {
            var table = StateTable.Of(part[0].Record.StateName);
            batch.BatchCommands.Add(new NpgsqlBatchCommand(table.InsertMany)
            {
                Parameters =
                {
                    new NpgsqlParameter<string[]> { TypedValue = [.. part.Select(row => row.Record.Key.RealmId)] },
                    new NpgsqlParameter<string[]> { TypedValue = [.. part.Select(row => row.Record.Key.Id)] },
                    new NpgsqlParameter<long[]> { TypedValue = [.. part.Select(row => row.Version)] },
                    new NpgsqlParameter<byte[][]> { TypedValue = [.. part.Select(row => row.Record.Document)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb },
                },
            });
        }

        if (reported is not null)
        {
            var command = new NpgsqlBatchCommand(reported.Statement(others: 0));
            reported.AddValues(command.Parameters);
            batch.BatchCommands.Add(command);
        }

        // Without a transaction of its own a batch is one.
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static async Task<bool> IsStoredAsync(NpgsqlConnection connection, Row row, CancellationToken cancellationToken) =>
        await StateCommand.ReadVersionAsync(connection, StateTable.Of(row.Record.StateName), row.Record.Key, cancellationToken).ConfigureAwait(false) == row.Version;

    // Neighbours of one kind go together.
    private static IEnumerable<List<Row>> Parts(List<Row> rows)
    {
        var part = new List<Row>();
        foreach (var row in rows)
        {
            if (part.Count == MaxRows || (part.Count > 0 && part[0].Record.StateName != row.Record.StateName))
            {
                yield return part;
                part = [];
            }

            part.Add(row);
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    private static long NewVersion() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & long.MaxValue;

    private sealed record Row(NewRecord Record, long Version);
}
