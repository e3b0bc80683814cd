using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Groups;
using Identity.Grains.Realms;
using Identity.Grains.Realms.Snapshots;
using Identity.Grains.Roles;
using Identity.Grains.Storage;
using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Reads realms from the database and hears of their changes. A client, scope, role or group that cannot be read is left out, named
/// and reported: what it would give is not given. A realm that cannot be read is not served.</summary>
internal sealed class PostgresRealmSource(PostgresDatabase database, RealmAnnouncements announcements, RecordReader records) : IRealmSource
{
    // A realm of a hundred thousand roles takes seconds.
    private const int LoadTimeoutSeconds = 60;

    // One statement sees one snapshot: no transaction is needed to read the realm whole. A row that is not what its key says, older than
    // the constraint which forbids that, is no part of the realm.
    private const string LoadStatement = """
        WITH wanted AS (
            SELECT realm.realm_id, realm.doc, realm_change.version
            FROM realm JOIN realm_change USING (realm_id)
            WHERE realm.name = $1 AND NOT realm.removed AND position('/' IN realm.id) = 0)
        SELECT 'realm', doc, version, realm_id, realm_id FROM wanted
        UNION ALL SELECT 'client', doc, 0, realm_id, id FROM client WHERE realm_id = (SELECT realm_id FROM wanted) AND position('/' IN id) = 0
        UNION ALL SELECT 'client_scope', doc, 0, realm_id, id FROM client_scope WHERE realm_id = (SELECT realm_id FROM wanted) AND position('/' IN id) = 0
        UNION ALL SELECT 'role', doc, 0, realm_id, id FROM role WHERE realm_id = (SELECT realm_id FROM wanted) AND position('/' IN id) = 0
        UNION ALL SELECT 'user_group', doc, 0, realm_id, id FROM user_group WHERE realm_id = (SELECT realm_id FROM wanted) AND position('/' IN id) = 0
        """;

    public async Task<RealmRecords?> LoadAsync(string realmName, CancellationToken cancellationToken) =>
        IsStorable(realmName)
            ? await database.RunAsync((connection, _, token) => LoadAsync(connection, realmName, token), cancellationToken).ConfigureAwait(false)
            : null;

    public Task<RealmDifference?> LoadChangesAsync(string realmId, long version, int limit, CancellationToken cancellationToken) =>
        database.RunAsync((connection, _, token) => RealmChangeQuery.ReadAsync(connection, records, realmId, version, limit, token), cancellationToken);

    public Task<IReadOnlyList<RealmSummary>> ListAsync(string? search, int first, int? max, CancellationToken cancellationToken) =>
        ListAsync(
            "id, name, display_name, enabled, doc ->> 'displayNameHtml'",
            reader => new RealmSummary(reader.GetString(0), reader.GetString(1), Text(reader, 2), Text(reader, 4), reader.GetBoolean(3)),
            search,
            first,
            max,
            cancellationToken);

    public Task<IReadOnlyList<RealmState>> ListStatesAsync(string? search, int first, int? max, CancellationToken cancellationToken) =>
        ListAsync("doc, id, name, display_name, enabled", State, search, first, max, cancellationToken);

    public async Task<string?> FindIdAsync(string realmName, CancellationToken cancellationToken) =>
        IsStorable(realmName)
            ? await database.RunAsync(
                async (connection, _, token) =>
                {
                    await using var command = Command(connection, "SELECT realm_id FROM realm WHERE name = $1 AND NOT removed", realmName);
                    return (string?)await command.ExecuteScalarAsync(token).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false)
            : null;

    public async Task<string?> FindNameAsync(string realmId, CancellationToken cancellationToken) =>
        IsStorable(realmId)
            ? await database.RunAsync(
                async (connection, _, token) =>
                {
                    await using var command = Command(connection, "SELECT name FROM realm WHERE realm_id = $1", realmId);
                    return (string?)await command.ExecuteScalarAsync(token).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false)
            : null;

    public Task<IReadOnlyList<string>> ListNamesAsync(CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, _, token) =>
            {
                await using var command = new NpgsqlCommand("SELECT name FROM realm WHERE NOT removed ORDER BY name", connection);
                await using var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
                var names = new List<string>();
                while (await reader.ReadAsync(token).ConfigureAwait(false))
                {
                    names.Add(reader.GetString(0));
                }

                return (IReadOnlyList<string>)names;
            },
            cancellationToken);

    public Task<IReadOnlyDictionary<string, long>> ReadVersionsAsync(
        IReadOnlyCollection<string> realmNames, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, _, token) =>
            {
                await using var command = Command(
                    connection, "SELECT name, version FROM realm_change WHERE name = ANY ($1)", realmNames.Where(IsStorable).ToArray());
                await using var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
                var versions = new Dictionary<string, long>(StringComparer.Ordinal);
                while (await reader.ReadAsync(token).ConfigureAwait(false))
                {
                    versions[reader.GetString(0)] = reader.GetInt64(1);
                }

                return (IReadOnlyDictionary<string, long>)versions;
            },
            cancellationToken);

    public IAsyncEnumerable<RealmAnnouncement> WatchAsync(CancellationToken cancellationToken) => announcements.ListenAsync(cancellationToken);

    // One that cannot be read is listed all the same: whoever may remove it has to see it.
    private RealmState State(NpgsqlDataReader reader)
    {
        try
        {
            return records.ReadRealm(reader.GetString(1), reader.GetFieldValue<byte[]>(0));
        }
        catch (UnreadableRecordException)
        {
            return new RealmState { Id = reader.GetString(1), Realm = reader.GetString(2), DisplayName = Text(reader, 3), Enabled = reader.GetBoolean(4) };
        }
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private Task<IReadOnlyList<T>> ListAsync<T>(
        string columns, Func<NpgsqlDataReader, T> read, string? search, int first, int? max, CancellationToken cancellationToken)
    {
        var wanted = search?.Replace("\0", "", StringComparison.Ordinal) ?? "";
        return database.RunAsync(
            async (connection, _, token) =>
            {
                await using var command = Command(
                    connection,
                    $"""
                    SELECT {columns} FROM realm
                    WHERE NOT importing AND NOT removed AND ($1 = '' OR position(lower($1) IN lower(name)) > 0 OR position(lower($1) IN lower(display_name)) > 0)
                    ORDER BY name OFFSET $2 LIMIT $3
                    """,
                    wanted);
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = first });
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = max ?? int.MaxValue });
                await using var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
                var page = new List<T>();
                while (await reader.ReadAsync(token).ConfigureAwait(false))
                {
                    page.Add(read(reader));
                }

                return (IReadOnlyList<T>)page;
            },
            cancellationToken);
    }

    private async Task<RealmRecords?> LoadAsync(NpgsqlConnection connection, string realmName, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, LoadStatement, realmName);
        command.CommandTimeout = LoadTimeoutSeconds;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var (clients, scopes) = (new List<ClientState>(), new List<ClientScopeState>());
        var (roles, groups) = (new List<RoleState>(), new List<GroupState>());
        var leftOut = new List<UnreadableRecord>();
        RealmState? realm = null;
        var version = 0L;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var document = reader.GetFieldValue<byte[]>(1);
            var (realmId, id) = (reader.GetString(3), reader.GetString(4));
            switch (reader.GetString(0))
            {
                case StateNames.Client:
                    Add(clients, records.TryRead<ClientState>(StateNames.Client, realmId, id, document, state => state.Id, leftOut));
                    break;
                case StateNames.ClientScope:
                    Add(scopes, records.TryRead<ClientScopeState>(StateNames.ClientScope, realmId, id, document, state => state.Id, leftOut));
                    break;
                case StateNames.Role:
                    Add(roles, records.TryRead<RoleState>(StateNames.Role, realmId, id, document, state => state.Id, leftOut));
                    break;
                case StateNames.Group:
                    Add(groups, records.TryRead<GroupState>(StateNames.Group, realmId, id, document, state => state.Id, leftOut));
                    break;
                default:
                    (realm, version) = (records.ReadRealm(realmId, document), reader.GetInt64(2));
                    break;
            }
        }

        return realm is null ? null : new RealmRecords(version, realm, clients, scopes, roles, groups) { LeftOut = leftOut };
    }

    private static void Add<T>(List<T> list, T? record)
        where T : class
    {
        if (record is not null)
        {
            list.Add(record);
        }
    }

    private static NpgsqlCommand Command<T>(NpgsqlConnection connection, string sql, T value)
    {
#pragma warning disable CA2100 // Constants of this class.
        var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    private static bool IsStorable(string text) => !text.Contains('\0', StringComparison.Ordinal);
}
