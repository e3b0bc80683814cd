using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Groups;
using Identity.Grains.Realms;
using Identity.Grains.Roles;
using Identity.Grains.Storage;
using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Reads what became of a realm since a version of it. A record that cannot be read counts as removed and is named; the realm's own must be read.</summary>
internal static class RealmChangeQuery
{
    // One statement sees one snapshot: the counter, the chain of changes that leads to it, and the records that they name.
    private const string Statement = """
        WITH counter AS (SELECT version FROM realm_change WHERE realm_id = $1),
             chain AS MATERIALIZED (
                SELECT version, kind, id, previous FROM realm_record_change
                WHERE realm_id = $1 AND version > $2 ORDER BY version LIMIT $3 + 1)
        SELECT 'counter', '', NULL::jsonb, version, (SELECT count(*) FROM chain) FROM counter
        UNION ALL SELECT 'link', '', NULL, version, previous FROM (SELECT DISTINCT version, previous FROM chain) link
        UNION ALL SELECT kind, id, (SELECT doc FROM realm WHERE realm_id = $1 AND id = changed.id), 0, 0 FROM (SELECT DISTINCT kind, id FROM chain WHERE kind = 'realm') changed
        UNION ALL SELECT kind, id, (SELECT doc FROM client WHERE realm_id = $1 AND id = changed.id), 0, 0 FROM (SELECT DISTINCT kind, id FROM chain WHERE kind = 'client') changed
        UNION ALL SELECT kind, id, (SELECT doc FROM client_scope WHERE realm_id = $1 AND id = changed.id), 0, 0 FROM (SELECT DISTINCT kind, id FROM chain WHERE kind = 'client_scope') changed
        UNION ALL SELECT kind, id, (SELECT doc FROM role WHERE realm_id = $1 AND id = changed.id), 0, 0 FROM (SELECT DISTINCT kind, id FROM chain WHERE kind = 'role') changed
        UNION ALL SELECT kind, id, (SELECT doc FROM user_group WHERE realm_id = $1 AND id = changed.id), 0, 0 FROM (SELECT DISTINCT kind, id FROM chain WHERE kind = 'user_group') changed
        """;

    /// <summary>Null where the chain of changes does not lead from the version to the counter within the limit.</summary>
    public static async Task<RealmDifference?> ReadAsync(
        NpgsqlConnection connection, RecordReader records, string realmId, long version, int limit, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Statement, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = realmId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var (clients, scopes) = (new Dictionary<string, ClientState?>(), new Dictionary<string, ClientScopeState?>());
        var (roles, groups) = (new Dictionary<string, RoleState?>(), new Dictionary<string, GroupState?>());
        var chain = new List<(long Version, long Previous)>();
        var leftOut = new List<UnreadableRecord>();
        RealmState? realm = null;
        long? counter = null;
        var changes = 0L;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var id = reader.GetString(1);
            var document = reader.IsDBNull(2) ? null : reader.GetFieldValue<byte[]>(2);
            switch (reader.GetString(0))
            {
                case "counter":
                    (counter, changes) = (reader.GetInt64(3), reader.GetInt64(4));
                    break;
                case "link":
                    chain.Add((reader.GetInt64(3), reader.GetInt64(4)));
                    break;
                case StateNames.Client:
                    clients[id] = Read<ClientState>(StateNames.Client, id, document, state => state.Id);
                    break;
                case StateNames.ClientScope:
                    scopes[id] = Read<ClientScopeState>(StateNames.ClientScope, id, document, state => state.Id);
                    break;
                case StateNames.Role:
                    roles[id] = Read<RoleState>(StateNames.Role, id, document, state => state.Id);
                    break;
                case StateNames.Group:
                    groups[id] = Read<GroupState>(StateNames.Group, id, document, state => state.Id);
                    break;
                default:
                    realm = document is null ? null : records.ReadRealm(realmId, document);
                    break;
            }
        }

        // Beyond the limit the last link may be cut through the middle.
        return counter is { } now && changes <= limit && Leads(chain, version, now)
            ? new RealmDifference(now, realm, clients, scopes, roles, groups) { LeftOut = leftOut }
            : null;

        T? Read<T>(string kind, string id, byte[]? document, Func<T, string> idOf)
            where T : class =>
            document is null ? null : records.TryRead(kind, realmId, id, document, idOf, leftOut);
    }

    private static bool Leads(List<(long Version, long Previous)> chain, long from, long to)
    {
        foreach (var (version, previous) in chain.Order())
        {
            if (previous != from)
            {
                return false;
            }

            from = version;
        }

        return from == to;
    }
}
