using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Removes what pods follow realms by, an hour after it was of use to them.</summary>
internal sealed class OldRealmChanges(PostgresDatabase database)
{
    // A version is the database's time of the change, in microseconds.
    private const string Statement = """
        DELETE FROM realm_record_change WHERE ctid = ANY (ARRAY (
            SELECT ctid FROM realm_record_change
            WHERE version < (extract(epoch FROM clock_timestamp() - interval '1 hour') * 1000000)::bigint
            ORDER BY version LIMIT $1))
        """;

    /// <summary>Removes up to that many rows; says how many.</summary>
    public Task<int> DeleteAsync(int limit, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, _, token) =>
            {
                await using var command = new NpgsqlCommand(Statement, connection);
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
                return await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
            },
            cancellationToken);
}
