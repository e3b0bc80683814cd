using System.Text.Json;
using Identity.Grains.Events;
using Identity.Grains.Texts;
using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Keeps events as rows.</summary>
internal sealed class PostgresEventStore(PostgresDatabase database) : IEventStore
{
    private const int BatchSize = 5_000;

    private const string LoginTable = "login_event";
    private const string AdminTable = "admin_event";

    // Seconds, as text that a realm file may have brought.
    private const string LoginExpiry = "realm.doc ->> 'eventsExpiration'";
    private const string AdminExpiry = "realm.doc -> 'attributes' ->> 'adminEventsExpiration'";

    public Task AppendAsync(LoginEvent loginEvent, CancellationToken cancellationToken) =>
        AppendAsync(EventInsert.Of(loginEvent), cancellationToken);

    public Task AppendAsync(AdminEvent adminEvent, CancellationToken cancellationToken) =>
        AppendAsync(EventInsert.Of(adminEvent), cancellationToken);

    public async Task<IReadOnlyList<LoginEvent>> SearchAsync(LoginEventSearch search, CancellationToken cancellationToken)
    {
        var query = new EventQuery(search.RealmId);
        query.OneOf("type", search.Types);
        query.Equal("client_id", search.ClientId);
        query.Equal("user_id", search.UserId);
        query.Equal("ip_address", search.IpAddress);
        query.Between(search.From, search.To);
        query.After(search.After, search.Ascending);
        var sql = query.Select(
            LoginTable, "id, time, type, realm_id, client_id, user_id, session_id, ip_address, error, details",
            search.Ascending, search.First, search.Max);
        return sql is null ? [] : await query.Query.ReadAsync(database, sql, ReadLogin, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<AdminEvent>> SearchAsync(AdminEventSearch search, CancellationToken cancellationToken)
    {
        var query = new EventQuery(search.RealmId);
        query.OneOf("operation_type", search.OperationTypes);
        query.OneOf("resource_type", search.ResourceTypes);
        query.Like("resource_path", search.ResourcePath);
        query.Equal("auth_realm_id", search.AuthRealmId);
        query.Equal("auth_client_id", search.AuthClientId);
        query.Equal("auth_user_id", search.AuthUserId);
        query.Equal("auth_ip_address", search.AuthIpAddress);
        query.Between(search.From, search.To);
        query.After(search.After, search.Ascending);
        var sql = query.Select(
            AdminTable,
            "id, time, realm_id, auth_realm_id, auth_client_id, auth_user_id, auth_ip_address, operation_type, resource_type, resource_path, representation, error, details",
            search.Ascending, search.First, search.Max);
        return sql is null ? [] : await query.Query.ReadAsync(database, sql, ReadAdmin, cancellationToken).ConfigureAwait(false);
    }

    public Task ClearLoginEventsAsync(string realmId, DateTimeOffset until, AdminEvent reported, CancellationToken cancellationToken) =>
        ClearAsync(LoginTable, realmId, until, reported, cancellationToken);

    public Task ClearAdminEventsAsync(string realmId, DateTimeOffset until, AdminEvent reported, CancellationToken cancellationToken) =>
        ClearAsync(AdminTable, realmId, until, reported, cancellationToken);

    public async Task<int> DeleteExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var sql in new[]
        {
            Expired(LoginTable, LoginExpiry), Expired(AdminTable, AdminExpiry), OfLostRealms(LoginTable), OfLostRealms(AdminTable),
        })
        {
            removed += removed < limit
                ? await DeleteAsync(sql, [now.ToUnixTimeMilliseconds(), limit - removed], cancellationToken).ConfigureAwait(false)
                : 0;
        }

        return removed;
    }

    private async Task ClearAsync(string table, string realmId, DateTimeOffset until, AdminEvent reported, CancellationToken cancellationToken)
    {
        var sql = $"""
            DELETE FROM {table} WHERE ctid = ANY (ARRAY (
                SELECT ctid FROM {table} WHERE realm_id = $1 AND time <= $2 AND id <> $4 ORDER BY realm_id, time LIMIT $3))
            """;
        object[] values = [realmId, until.ToUnixTimeMilliseconds(), BatchSize, reported.Id];
        if (!StorableText.IsStorable(realmId))
        {
            return;
        }

        var removed = await DeleteAsync(sql, values, EventInsert.Of(reported), cancellationToken).ConfigureAwait(false);
        while (removed == BatchSize)
        {
            removed = await DeleteAsync(sql, values, cancellationToken).ConfigureAwait(false);
        }
    }

    // Without a transaction of its own a batch is one.
    private Task<int> DeleteAsync(string sql, object[] values, EventInsert told, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, _, token) =>
            {
                await using var batch = new NpgsqlBatch(connection);
                var insert = new NpgsqlBatchCommand(told.Statement(0));
                told.AddValues(insert.Parameters);
#pragma warning disable CA2100 // Constants.
                var delete = new NpgsqlBatchCommand(sql);
#pragma warning restore CA2100
                foreach (var value in values)
                {
                    delete.Parameters.Add(new NpgsqlParameter { Value = value });
                }

                batch.BatchCommands.Add(insert);
                batch.BatchCommands.Add(delete);
                await batch.ExecuteNonQueryAsync(token).ConfigureAwait(false);
                return (int)delete.RecordsAffected;
            },
            cancellationToken);

    // Each realm's oldest are at the beginning of its part of the index.
    private static string Expired(string table, string seconds) => $"""
        DELETE FROM {table} WHERE ctid = ANY (ARRAY (
            SELECT old.place
            FROM (SELECT realm_id, ({seconds})::bigint * 1000 AS kept FROM realm WHERE {seconds} ~ '^[0-9]+$' AND length({seconds}) < 12 OFFSET 0) realm
            CROSS JOIN LATERAL (
                SELECT ctid AS place FROM {table} event
                WHERE realm.kept > 0 AND event.realm_id = realm.realm_id AND event.time < $1 - realm.kept
                ORDER BY event.realm_id, event.time LIMIT $2) old
            LIMIT $2))
        """;

    // From realm to realm along the index, without a look at what lies between.
    private static string OfLostRealms(string table) => $"""
        WITH RECURSIVE present AS (
            (SELECT realm_id FROM {table} ORDER BY realm_id LIMIT 1)
            UNION ALL
            SELECT (SELECT event.realm_id FROM {table} event WHERE event.realm_id > present.realm_id ORDER BY event.realm_id LIMIT 1)
            FROM present WHERE present.realm_id IS NOT NULL)
        DELETE FROM {table} WHERE ctid = ANY (ARRAY (
            SELECT old.place
            FROM (SELECT realm_id FROM present WHERE realm_id IS NOT NULL EXCEPT SELECT realm_id FROM realm) lost
            CROSS JOIN LATERAL (
                SELECT ctid AS place FROM {table} event WHERE event.realm_id = lost.realm_id AND event.time < $1
                ORDER BY event.realm_id, event.time LIMIT $2) old
            LIMIT $2))
        """;

    private Task<int> AppendAsync(EventInsert row, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, _, token) =>
            {
#pragma warning disable CA2100 // Constants.
                await using var command = new NpgsqlCommand(row.Statement(0), connection);
#pragma warning restore CA2100
                row.AddValues(command.Parameters);
                return await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
            },
            cancellationToken);

    private Task<int> DeleteAsync(string sql, object[] values, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, _, token) =>
            {
#pragma warning disable CA2100 // Constants.
                await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
                foreach (var value in values)
                {
                    command.Parameters.Add(new NpgsqlParameter { Value = value });
                }

                return await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
            },
            cancellationToken);

    private static LoginEvent ReadLogin(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        Time = reader.GetInt64(1),
        Type = reader.GetString(2),
        RealmId = reader.GetString(3),
        ClientId = Text(reader, 4),
        UserId = Text(reader, 5),
        SessionId = Text(reader, 6),
        IpAddress = Text(reader, 7),
        Error = Text(reader, 8),
        Details = Details(reader, 9),
    };

    private static AdminEvent ReadAdmin(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        Time = reader.GetInt64(1),
        RealmId = reader.GetString(2),
        AuthRealmId = Text(reader, 3),
        AuthClientId = Text(reader, 4),
        AuthUserId = Text(reader, 5),
        AuthIpAddress = Text(reader, 6),
        OperationType = reader.GetString(7),
        ResourceType = reader.GetString(8),
        ResourcePath = Text(reader, 9),
        Representation = Text(reader, 10),
        Error = Text(reader, 11),
        Details = Details(reader, 12),
    };

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static Dictionary<string, string> Details(NpgsqlDataReader reader, int column)
    {
        var details = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!reader.IsDBNull(column))
        {
            using var document = JsonDocument.Parse(reader.GetString(column));
            foreach (var detail in document.RootElement.EnumerateObject())
            {
                details[detail.Name] = detail.Value.GetString() ?? "";
            }
        }

        return details;
    }
}
