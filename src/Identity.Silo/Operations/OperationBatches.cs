using Identity.Silo.Storage;
using Npgsql;

namespace Identity.Silo.Operations;

/// <summary>Carries out one batch of an operation: the rows and the progress are one transaction.</summary>
internal sealed partial class OperationBatches(PostgresDatabase database, OperationMetrics metrics, ILogger<OperationBatches> logger)
{
    private const int Size = 500;
    private const int TimeoutSeconds = 60;
    private const int LongestPauseSeconds = 60;

    // Locked for as long as the batch runs: other pods pass it by, and find it again should this one die.
    private const string Claim = """
        SELECT id, realm_id, realm_name, kind, targets, valid_from, total, done, step, place FROM operation
        WHERE finished IS NULL AND next_at <= clock_timestamp() AND ($1 = '' OR id = $1)
        ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED
        """;

    private const string Progress = """
        UPDATE operation SET total = $2, done = done + $3, step = $4, place = $5, failures = 0,
            next_at = clock_timestamp() + make_interval(secs => $6), finished = CASE WHEN $7 THEN unix_milliseconds() END
        WHERE id = $1
        """;

    private const string Failure = """
        UPDATE operation SET failures = failures + 1, next_at = clock_timestamp() + make_interval(secs => least($2, power(2, failures)))
        WHERE id = $1
        """;

    /// <summary>Works on the operation of that id, or, for null, on the one that has waited longest. False when there is nothing to do now.</summary>
    public async Task<bool> RunAsync(string? id, CancellationToken cancellationToken)
    {
        string? claimed = null;
        try
        {
            return await database.RunAsync(
                async (connection, _, token) =>
                {
                    await using var transaction = await connection.BeginTransactionAsync(token).ConfigureAwait(false);
                    if (await ClaimAsync(connection, id ?? "", token).ConfigureAwait(false) is not { } operation)
                    {
                        return false;
                    }

                    claimed = operation.Id;
                    await WorkAsync(connection, operation, token).ConfigureAwait(false);
                    await transaction.CommitAsync(token).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (claimed is not null)
        {
            // Put off, so that what cannot be done holds up nothing else.
            LogFailed(claimed, exception.MessageText);
            await PutOffAsync(claimed, cancellationToken).ConfigureAwait(false);
            return true;
        }
    }

    private async Task WorkAsync(NpgsqlConnection connection, ClaimedOperation operation, CancellationToken cancellationToken)
    {
        var total = operation.Total ?? await CountAsync(connection, operation, cancellationToken).ConfigureAwait(false);
        if (OperationPlan.Step(operation.Kind, operation.Step) is not { } step)
        {
            // Of a newer release: its pods know what to do.
            throw new PostgresException($"There is no operation {operation.Kind}.", "ERROR", "ERROR", PostgresErrorCodes.FeatureNotSupported);
        }

        var (changed, place) = await ExecuteAsync(connection, operation, step, cancellationToken).ConfigureAwait(false);
        var next = place is null ? operation.Step + 1 : operation.Step;
        var following = OperationPlan.Step(operation.Kind, next);
        var pause = place is null ? following?.Delay ?? TimeSpan.Zero : TimeSpan.Zero;
        await using var progress = new NpgsqlCommand(Progress, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = operation.Id },
                new NpgsqlParameter<long> { TypedValue = following is null ? operation.Done + changed : total },
                new NpgsqlParameter<long> { TypedValue = changed },
                new NpgsqlParameter<int> { TypedValue = next },
                new NpgsqlParameter<string> { TypedValue = place ?? "" },
                new NpgsqlParameter<double> { TypedValue = pause.TotalSeconds },
                new NpgsqlParameter<bool> { TypedValue = following is null },
            },
        };
        await progress.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        metrics.Changed(operation.Kind, changed);
        if (following is null)
        {
            metrics.Finished(operation.Kind);
            LogFinished(operation.Kind, operation.RealmName ?? operation.RealmId, operation.Done + changed);
        }
        else if (operation.Total is null)
        {
            LogStarted(operation.Kind, operation.RealmName ?? operation.RealmId, total);
        }
    }

    private static async Task<ClaimedOperation?> ClaimAsync(NpgsqlConnection connection, string id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Claim, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? new ClaimedOperation(
                reader.GetString(0),
                reader.GetString(1),
                await reader.IsDBNullAsync(2, cancellationToken).ConfigureAwait(false) ? null : reader.GetString(2),
                reader.GetString(3),
                reader.GetFieldValue<string[]>(4),
                await reader.IsDBNullAsync(5, cancellationToken).ConfigureAwait(false) ? 0 : reader.GetInt64(5),
                await reader.IsDBNullAsync(6, cancellationToken).ConfigureAwait(false) ? null : reader.GetInt64(6),
                reader.GetInt64(7),
                reader.GetInt32(8),
                reader.GetString(9))
            : null;
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, ClaimedOperation operation, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // Constants of the plan.
        await using var command = new NpgsqlCommand($"SELECT {OperationPlan.Total(operation.Kind)}", connection) { CommandTimeout = TimeoutSeconds };
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = operation.RealmId });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = operation.Targets });
        return (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private static async Task<(long Changed, string? Place)> ExecuteAsync(
        NpgsqlConnection connection, ClaimedOperation operation, OperationStep step, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // Constants of the plan.
        await using var command = new NpgsqlCommand(step.Sql, connection) { CommandTimeout = TimeoutSeconds };
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = operation.RealmId });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = operation.Targets });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Size });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = operation.Place });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = operation.ValidFrom });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (reader.GetInt64(0), await reader.IsDBNullAsync(1, cancellationToken).ConfigureAwait(false) ? null : reader.GetString(1));
    }

    private Task<int> PutOffAsync(string id, CancellationToken cancellationToken)
    {
        metrics.Failed();
        return database.RunAsync(
            async (connection, _, token) =>
            {
                await using var command = new NpgsqlCommand(Failure, connection);
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = LongestPauseSeconds });
                return await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
            },
            cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Operation {Kind} in realm {Realm} has about {Total} records to change")]
    private partial void LogStarted(string kind, string realm, long total);

    [LoggerMessage(Level = LogLevel.Information, Message = "Operation {Kind} in realm {Realm} has finished: {Done} records")]
    private partial void LogFinished(string kind, string realm, long done);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Operation {Id} has failed and will go on later: {Reason}")]
    private partial void LogFailed(string id, string reason);

    private sealed record ClaimedOperation(
        string Id, string RealmId, string? RealmName, string Kind, string[] Targets, long ValidFrom, long? Total, long Done, int Step, string Place);
}
