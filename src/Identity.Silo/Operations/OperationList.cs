using Identity.Grains.Operations;
using Npgsql;

namespace Identity.Silo.Operations;

/// <summary>Reads how far operations are.</summary>
internal static class OperationList
{
    private const string Statement = """
        SELECT id, realm_id, realm_name, kind, targets, started_by, started, total, done, failures, finished FROM operation
        WHERE $1 = '' OR realm_id = $1 ORDER BY started DESC, id LIMIT 1000
        """;

    public static async Task<IReadOnlyList<OperationProgress>> ReadAsync(NpgsqlConnection connection, string? realmId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Statement, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = realmId ?? "" });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var operations = new List<OperationProgress>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            operations.Add(new OperationProgress
            {
                Id = reader.GetString(0),
                RealmId = reader.GetString(1),
                RealmName = await reader.IsDBNullAsync(2, cancellationToken).ConfigureAwait(false) ? null : reader.GetString(2),
                Kind = reader.GetString(3),
                Targets = reader.GetFieldValue<string[]>(4),
                StartedBy = await reader.IsDBNullAsync(5, cancellationToken).ConfigureAwait(false) ? null : reader.GetString(5),
                Started = reader.GetInt64(6),
                Total = await reader.IsDBNullAsync(7, cancellationToken).ConfigureAwait(false) ? null : reader.GetInt64(7),
                Done = reader.GetInt64(8),
                Failures = reader.GetInt32(9),
                Finished = await reader.IsDBNullAsync(10, cancellationToken).ConfigureAwait(false) ? null : reader.GetInt64(10),
            });
        }

        return operations;
    }
}
