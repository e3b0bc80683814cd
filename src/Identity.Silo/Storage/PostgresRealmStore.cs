using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Identity.Silo.Storage;

/// <summary>Writes whole realms by few statements in one transaction.</summary>
internal sealed class PostgresRealmStore(PostgresDatabase database) : IRealmStore
{
    private const int MaxRows = 2000;

    // A realm with tens of thousands of users takes its time.
    private const int TimeoutSeconds = 300;

    private static readonly string[] s_kinds = [StateNames.User, StateNames.Group, StateNames.Role, StateNames.Client, StateNames.ClientScope];

    public Task CreateAsync(WholeRealm realm, CancellationToken cancellationToken)
    {
        // Chosen once: a first attempt whose answer was lost is recognised by it.
        var version = ETags.NewVersion();
        return WriteAsync(
            async (connection, repeated, token) =>
            {
                if (repeated && await StateCommand.ReadVersionAsync(connection, StateTable.Of(StateNames.Realm), realm.Records[0].Key, token).ConfigureAwait(false) == version)
                {
                    return true;
                }

                await using var transaction = await connection.BeginTransactionAsync(token).ConfigureAwait(false);
                await using var parts = new Parts(connection);
                parts.Add("DELETE FROM realm WHERE name = $1 AND importing AND NOT removed", new NpgsqlParameter<string> { TypedValue = realm.Name });
                await parts.AddRowsAsync(realm.Records, table => table.InsertMany, version, token).ConfigureAwait(false);
                await FinishAsync(parts, realm, token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    // Carried out a second time, after its answer was lost, it changes nothing more.
    public Task<bool> ReplaceAsync(WholeRealm realm, CancellationToken cancellationToken) => WriteAsync(
        async (connection, _, token) =>
        {
            await using var transaction = await connection.BeginTransactionAsync(token).ConfigureAwait(false);
            await using var claim = new NpgsqlCommand("SELECT id FROM realm WHERE realm_id = $1 AND NOT removed FOR UPDATE", connection) { CommandTimeout = TimeoutSeconds };
            claim.Parameters.Add(new NpgsqlParameter<string> { TypedValue = realm.Id });
            if (await claim.ExecuteScalarAsync(token).ConfigureAwait(false) is null)
            {
                return false;
            }

            await using var parts = new Parts(connection);
            foreach (var kind in s_kinds)
            {
                var kept = realm.Records.Where(record => record.StateName == kind).Select(record => record.Key.Id).ToArray();
                parts.Add(RealmStatements.Of(kind).RemoveOthers, new NpgsqlParameter<string> { TypedValue = realm.Id }, new NpgsqlParameter<string[]> { TypedValue = kept });
            }

            await parts.FreeNamesAsync(realm, token).ConfigureAwait(false);
            await parts.AddRowsAsync(realm.Records, table => RealmStatements.Of(table.Name).Put, ETags.NewVersion(), token).ConfigureAwait(false);
            await FinishAsync(parts, realm, token).ConfigureAwait(false);
            await transaction.CommitAsync(token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    public Task<int> RemoveUnfinishedAsync(CancellationToken cancellationToken) => database.RunAsync(
        async (connection, _, token) =>
        {
            // The counter is of the clock. A pod of an earlier release may be at it: an hour is more than it needs.
            await using var command = new NpgsqlCommand(
                """
                DELETE FROM realm WHERE importing AND NOT removed AND name <> 'master'
                AND realm_id IN (SELECT realm_id FROM realm_change WHERE version < (extract(epoch FROM clock_timestamp() - interval '1 hour') * 1000000)::bigint)
                """,
                connection)
            {
                CommandTimeout = TimeoutSeconds,
            };
            return await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
        },
        cancellationToken);

    // The master realm's records come last: its other writers wait for them only until the commit.
    private static async Task FinishAsync(Parts parts, WholeRealm realm, CancellationToken cancellationToken)
    {
        await parts.AddRowsAsync(realm.Management, table => table.InsertMany, ETags.NewVersion(), cancellationToken).ConfigureAwait(false);
        if (realm.Manager is { } manager)
        {
            parts.Add(
                """
                UPDATE user_account SET version = random_version(), doc = doc || jsonb_build_object('roleIds', coalesce(doc -> 'roleIds', '[]') || to_jsonb($3::text[]))
                WHERE realm_id = $1 AND id = $2
                """,
                new NpgsqlParameter<string> { TypedValue = manager.RealmId },
                new NpgsqlParameter<string> { TypedValue = manager.Id },
                new NpgsqlParameter<string[]> { TypedValue = [.. realm.Management.Where(record => record.StateName == StateNames.Role).Select(record => record.Key.Id)] });
        }

        if (EventInsert.OfAny(realm.Event) is { } reported)
        {
            parts.Add(reported.Statement(others: 0), reported.AddValues);
        }

        await parts.SendAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> WriteAsync(Func<NpgsqlConnection, bool, CancellationToken, Task<bool>> write, CancellationToken cancellationToken)
    {
        try
        {
            return await database.RunAsync(write, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new DuplicateKeyException(exception.ConstraintName ?? "");
        }
    }

    /// <summary>Statements that go out together, so many rows at a time: of a large realm only those are in memory as they are sent.</summary>
    private sealed class Parts(NpgsqlConnection connection) : IAsyncDisposable
    {
        private NpgsqlBatch _batch = new(connection) { Timeout = TimeoutSeconds };
        private int _rows;

        public void Add(string sql, params NpgsqlParameter[] parameters) => Add(sql, added => Array.ForEach(parameters, parameter => added.Add(parameter)));

        public void Add(string sql, Action<NpgsqlParameterCollection> addParameters)
        {
            var command = new NpgsqlBatchCommand(sql);
            addParameters(command.Parameters);
            _batch.BatchCommands.Add(command);
        }

        public async Task FreeNamesAsync(WholeRealm realm, CancellationToken cancellationToken)
        {
            foreach (var chunk in Chunks(realm.Records))
            {
                var statements = RealmStatements.Of(chunk[0].StateName);
                if (statements.IsNamed)
                {
                    Add(statements.FreeNames, new NpgsqlParameter<string> { TypedValue = realm.Id }, Ids(chunk), Documents(chunk));
                    await CountAsync(chunk.Length, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        /// <summary>The rows, the first of them with that version.</summary>
        public async Task AddRowsAsync(IReadOnlyList<NewRecord> records, Func<StateTable, string> statement, long version, CancellationToken cancellationToken)
        {
            foreach (var chunk in Chunks(records))
            {
                Add(
                    statement(StateTable.Of(chunk[0].StateName)),
                    new NpgsqlParameter<string[]> { TypedValue = [.. chunk.Select(record => record.Key.RealmId)] },
                    Ids(chunk),
                    new NpgsqlParameter<long[]> { TypedValue = [.. chunk.Select(record => record == records[0] ? version : ETags.NewVersion())] },
                    Documents(chunk));
                await CountAsync(chunk.Length, cancellationToken).ConfigureAwait(false);
            }
        }

        public async Task SendAsync(CancellationToken cancellationToken)
        {
            if (_batch.BatchCommands.Count > 0)
            {
                await _batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                await _batch.DisposeAsync().ConfigureAwait(false);
                (_batch, _rows) = (new NpgsqlBatch(connection) { Timeout = TimeoutSeconds }, 0);
            }
        }

        public ValueTask DisposeAsync() => _batch.DisposeAsync();

        private async Task CountAsync(int rows, CancellationToken cancellationToken)
        {
            if ((_rows += rows) >= MaxRows)
            {
                await SendAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        // Neighbours of one kind go together.
        private static IEnumerable<NewRecord[]> Chunks(IEnumerable<NewRecord> records) =>
            records.GroupBy(record => record.StateName).SelectMany(kind => kind.Chunk(MaxRows));

        private static NpgsqlParameter<string[]> Ids(NewRecord[] chunk) => new() { TypedValue = [.. chunk.Select(record => record.Key.Id)] };

        private static NpgsqlParameter<byte[][]> Documents(NewRecord[] chunk) => new()
        {
            TypedValue = [.. chunk.Select(record => record.Write())],
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb,
        };
    }
}
