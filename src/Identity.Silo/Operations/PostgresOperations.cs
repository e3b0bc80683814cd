using Identity.Grains.Events;
using Identity.Grains.Operations;
using Identity.Silo.Storage;
using Npgsql;

namespace Identity.Silo.Operations;

/// <summary>Begins operations: what takes effect at once and the operation itself are one transaction.</summary>
internal sealed class PostgresOperations(PostgresDatabase database, OperationRunner runner) : IOperations
{
    // A realm of a few thousand records is gone by then.
    private static readonly TimeSpan s_atOnce = TimeSpan.FromSeconds(3);

    public Task<bool> RemoveRealmAsync(string realmId, string? startedBy, AdminEvent? reported, CancellationToken cancellationToken) => StartAsync(
        OperationKinds.RemoveRealm,
        realmId,
        [],
        startedBy,
        reported,
        """
        WITH removed AS (
            UPDATE realm SET version = random_version(), removed = true, doc = doc || jsonb_build_object('realm', id || '/' || name)
            WHERE realm_id = $1 AND NOT removed AND name <> 'master' RETURNING realm_id)
        DELETE FROM realm_change USING removed WHERE realm_change.realm_id = removed.realm_id
        """,
        cancellationToken);

    public Task<bool> EndSessionsAsync(string realmId, string? startedBy, AdminEvent? reported, CancellationToken cancellationToken) => StartAsync(
        OperationKinds.EndSessions,
        realmId,
        [],
        startedBy,
        reported,
        """
        UPDATE realm SET version = random_version(), doc = doc || jsonb_build_object('sessionsValidFrom', unix_milliseconds() / 1000 + 1)
        WHERE realm_id = $1 AND NOT removed
        """,
        cancellationToken);

    public Task<bool> EndClientSessionsAsync(string realmId, string clientId, string? startedBy, CancellationToken cancellationToken) => StartAsync(
        OperationKinds.EndClientSessions,
        realmId,
        [clientId],
        startedBy,
        reported: null,
        """
        UPDATE client SET version = random_version(), doc = doc || jsonb_build_object('sessionsValidFrom', unix_milliseconds() / 1000 + 1)
        WHERE realm_id = $1 AND id = ANY ($2)
        """,
        cancellationToken);

    public Task<IReadOnlyList<OperationProgress>> ListAsync(string? realmId, CancellationToken cancellationToken) =>
        database.RunAsync((connection, _, token) => OperationList.ReadAsync(connection, realmId, token), cancellationToken);

    private async Task<bool> StartAsync(
        string kind, string realmId, string[] targets, string? startedBy, AdminEvent? reported, string effect, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString();
        var order = new Order(id, kind, realmId, targets, startedBy, effect, EventInsert.OfAny(reported));
        if (realmId.Contains('\0', StringComparison.Ordinal)
            || !await database.RunAsync((connection, repeated, token) => StartAsync(connection, order, repeated, token), CancellationToken.None).ConfigureAwait(false))
        {
            return false;
        }

        await runner.RunAsync(id, s_atOnce, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static async Task<bool> StartAsync(NpgsqlConnection connection, Order order, bool repeated, CancellationToken cancellationToken)
    {
        if (repeated && await ExistsAsync(connection, order.Id, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await InsertAsync(connection, order, cancellationToken).ConfigureAwait(false);
        if (order.Kind == OperationKinds.RemoveRealm)
        {
            await RemoveManagementAsync(connection, order.RealmId, cancellationToken).ConfigureAwait(false);
        }

#pragma warning disable CA2100 // Constants of this class.
        await using var effect = new NpgsqlCommand(order.Effect, connection);
#pragma warning restore CA2100
        effect.Parameters.Add(new NpgsqlParameter<string> { TypedValue = order.RealmId });
        effect.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = order.Targets });
        if (await effect.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 0)
        {
            await transaction.RollbackAsync(cancellationToken).ConfigureAwait(false);
            return false;
        }

        if (order.Reported is { } reported)
        {
#pragma warning disable CA2100 // Its tables and columns are constants.
            await using var report = new NpgsqlCommand(reported.Statement(others: 0), connection);
#pragma warning restore CA2100
            reported.AddValues(report.Parameters);
            await report.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static async Task InsertAsync(NpgsqlConnection connection, Order order, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO operation (id, realm_id, realm_name, kind, targets, started_by, started, valid_from)
            VALUES ($1, $2, (SELECT name FROM realm WHERE realm_id = $2), $3, $4, $5, unix_milliseconds(), unix_milliseconds() / 1000 + 1)
            """,
            connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = order.Id },
                new NpgsqlParameter<string> { TypedValue = order.RealmId },
                new NpgsqlParameter<string> { TypedValue = order.Kind },
                new NpgsqlParameter<string[]> { TypedValue = order.Targets },
                new NpgsqlParameter { Value = (object?)order.StartedBy ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    // The realm's client in the master realm and its roles; what refers to them is an operation that their removal begins.
    private static async Task RemoveManagementAsync(NpgsqlConnection connection, string realmId, CancellationToken cancellationToken)
    {
        const string Managing = """
            SELECT client.realm_id, client.id FROM realm removed
            JOIN realm master ON master.name = 'master' AND master.realm_id <> removed.realm_id
            JOIN client ON client.realm_id = master.realm_id AND client.client_id = removed.name || '-realm'
            WHERE removed.realm_id = $1 AND NOT removed.removed
            """;
        foreach (var statement in (string[])[
            $"DELETE FROM role USING ({Managing}) managing WHERE role.realm_id = managing.realm_id AND role.client_id = managing.id",
            $"DELETE FROM client USING ({Managing}) managing WHERE client.realm_id = managing.realm_id AND client.id = managing.id"])
        {
#pragma warning disable CA2100 // Constants of this method.
            await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = realmId });
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT FROM operation WHERE id = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    private sealed record Order(string Id, string Kind, string RealmId, string[] Targets, string? StartedBy, string Effect, EventInsert? Reported);
}
