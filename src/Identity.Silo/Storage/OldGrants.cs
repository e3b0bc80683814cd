using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Sweeps away what no grain has written for a day.</summary>
internal sealed class OldGrants(PostgresDatabase database)
{
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(1);

    /// <summary>Removes some; answers how many. By the database's clock, which has dated them.</summary>
    public Task<int> DeleteAsync(int limit, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, _, token) =>
            {
                await using var command = new NpgsqlCommand(
                    """
                    DELETE FROM orleansstorage WHERE ctid = ANY (ARRAY (
                        SELECT ctid FROM orleansstorage WHERE modifiedon < now() AT TIME ZONE 'utc' - $1::interval ORDER BY modifiedon LIMIT $2))
                    """,
                    connection);
                command.Parameters.Add(new NpgsqlParameter { Value = s_kept });
                command.Parameters.Add(new NpgsqlParameter { Value = limit });
                return await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
            },
            cancellationToken);
}
