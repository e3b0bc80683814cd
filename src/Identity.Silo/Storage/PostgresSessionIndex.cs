using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Finds sessions by the indexed columns of their rows.</summary>
internal sealed class PostgresSessionIndex(PostgresDatabase database, RecordReader records) : ISessionIndex
{
    private const string ListStatement = """
        SELECT id FROM user_session
        WHERE realm_id = $1 AND user_id = $2
        ORDER BY (doc ->> 'started')::bigint DESC, id
        """;

    public async Task<IReadOnlyList<string>> ListByUserAsync(string realmId, string userId, CancellationToken cancellationToken) =>
        await database.RunAsync(
            async (connection, _, token) =>
            {
                await using var command = new NpgsqlCommand(ListStatement, connection);
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = realmId });
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = userId });
                await using var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
                var keys = new List<string>();
                while (await reader.ReadAsync(token).ConfigureAwait(false))
                {
                    if (RecordId.IsValid(reader.GetString(0)))
                    {
                        keys.Add(new EntityKey(realmId, reader.GetString(0)).ToString());
                    }
                }

                return keys;
            },
            cancellationToken).ConfigureAwait(false);

    public Task<int> DeleteExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, _, token) =>
            {
                var sessions = await DeleteAsync(connection, StateNames.Session, now, limit, token).ConfigureAwait(false);
                return sessions + (sessions < limit
                    ? await DeleteAsync(connection, StateNames.RevokedToken, now, limit - sessions, token).ConfigureAwait(false)
                    : 0);
            },
            cancellationToken);

    public async Task<IReadOnlyList<SessionSummary>> ListAsync(SessionSearch search, CancellationToken cancellationToken)
    {
        var query = new Query();
        if (search.Max == 0 || SessionQuery.Of(query, search) is not { } sessions)
        {
            return [];
        }

        return await query.ReadAsync(
            database, sessions.Documents() + query.Page(search.First, search.Max), Summarise, cancellationToken).ConfigureAwait(false);
    }

    public async Task<long> CountAsync(SessionSearch search, CancellationToken cancellationToken)
    {
        var query = new Query();
        return SessionQuery.Of(query, search) is { } sessions
            ? (await query.ReadAsync(database, sessions.Count(), reader => reader.GetInt64(0), cancellationToken).ConfigureAwait(false))[0]
            : 0;
    }

    public async Task<IReadOnlyList<ClientSessionCount>> CountByClientAsync(SessionSearch search, CancellationToken cancellationToken)
    {
        var query = new Query();
        return SessionQuery.Of(query, search) is { } sessions
            ? await query.ReadAsync(
                database,
                sessions.CountByClient(),
                reader => new ClientSessionCount(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)),
                cancellationToken).ConfigureAwait(false)
            : [];
    }

    // One that cannot be read is listed all the same, with what its row says.
    private SessionSummary Summarise(NpgsqlDataReader reader)
    {
        var (realmId, id, userId) = (reader.GetString(1), reader.GetString(2), reader.GetString(3));
        if (records.TryRead<SessionState>(StateNames.Session, realmId, id, reader.GetFieldValue<byte[]>(0), _ => id) is not { } session)
        {
            return new SessionSummary { Id = SessionKey.Sid(id), UserId = userId, Username = UnreadableRecord.Description, Offline = SessionKey.IsOffline(id) };
        }

        return new SessionSummary
        {
            Id = session.Id,
            UserId = session.UserId,
            Username = session.Username,
            IpAddress = session.IpAddress,
            Started = session.Started,
            LastRefresh = session.LastRefresh,
            RememberMe = session.RememberMe,
            Offline = session.Offline,
            Clients = session.Clients.ToDictionary(
                client => client.Key, client => new ClientSessionTimes(client.Value.Started, client.Value.LastRefresh), StringComparer.Ordinal),
        };
    }

    // Rows that someone is writing are left for the next time; the lock keeps a found row as it was judged.
    private static async Task<int> DeleteAsync(
        NpgsqlConnection connection, string table, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // The table is one of two constants.
        await using var command = new NpgsqlCommand(
            $"""
            DELETE FROM {table} WHERE ctid = ANY (ARRAY (
                SELECT ctid FROM {table}
                WHERE expiry_hour <= $1 / 3600 AND expires_at < $1
                ORDER BY expiry_hour LIMIT $2
                FOR UPDATE SKIP LOCKED))
            """,
            connection);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = now.ToUnixTimeSeconds() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
