using System.Runtime.CompilerServices;
using Identity.Grains.Storage;
using Identity.Grains.Texts;
using Identity.Grains.Users;
using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Finds users by the indexed columns of their rows.</summary>
internal sealed class PostgresUserDirectory(PostgresDatabase database, RecordReader records) : IUserDirectory
{
    private const int PageSize = 1000;
    private const int MaxIds = 1000;
    private const int ScanSize = 20_000;
    private const string IdPrefix = "id:";

    public ValueTask<string?> FindByUsernameAsync(string realmId, string username, CancellationToken cancellationToken) =>
        FindOneAsync(
            "SELECT id FROM user_account WHERE realm_id = $1 AND username = $2", realmId, username.ToLowerInvariant(), cancellationToken);

    public ValueTask<string?> FindByEmailAsync(string realmId, string email, CancellationToken cancellationToken) =>
        FindOneAsync(
            "SELECT id FROM user_account WHERE realm_id = $1 AND email = $2 LIMIT 2", realmId, email.ToLowerInvariant(), cancellationToken);

    public ValueTask<string?> FindServiceAccountAsync(string realmId, string clientId, CancellationToken cancellationToken) =>
        FindOneAsync(
            "SELECT id FROM user_account WHERE realm_id = $1 AND service_account_client_id = $2", realmId, clientId, cancellationToken);

    public async Task<IReadOnlyList<UserState>> ListServiceAccountsAsync(string realmId, IReadOnlyList<string> clientIds, CancellationToken cancellationToken)
    {
        var query = new Query();
        var sql = $"""
            SELECT doc FROM user_account
            WHERE realm_id = {query.Value(realmId)} AND service_account_client_id = ANY ({query.Value(clientIds.Where(StorableText.IsStorable).ToArray())})
            """;
        return await query.ReadAsync(database, sql, WithoutSecrets, cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<string> ListAsync(string realmId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = "";
        List<string> page;
        do
        {
            page = await ReadAsync(
                $"SELECT id FROM user_account WHERE realm_id = $1 AND id > $2 ORDER BY id LIMIT {PageSize}", realmId, last, cancellationToken);
            foreach (var id in page)
            {
                yield return last = id;
            }
        }
        while (page.Count == PageSize);
    }

    // No index holds the failures, which change with every wrong password: each query looks at so many rows and no more.
    public async IAsyncEnumerable<string> ListFailedAsync(string realmId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = "";
        while (true)
        {
            var page = await ReadAsync(
                $"""
                SELECT CASE WHEN failed THEN '+' ELSE '-' END || CASE WHEN number = {ScanSize} THEN '+' ELSE '-' END || id
                FROM (
                    SELECT id, doc -> 'failures' IS NOT NULL AS failed, row_number() OVER (ORDER BY id) AS number
                    FROM (SELECT id, doc FROM user_account WHERE realm_id = $1 AND id > $2 ORDER BY id LIMIT {ScanSize}) AS page
                ) AS seen
                WHERE failed OR number = {ScanSize}
                ORDER BY id
                """,
                realmId,
                last,
                cancellationToken);
            foreach (var row in page.Where(row => row[0] == '+'))
            {
                yield return row[2..];
            }

            if (page is not [.., ['+' or '-', '+', ..] end])
            {
                yield break;
            }

            last = end[2..];
        }
    }

    public async Task<IReadOnlyList<UserState>> SearchAsync(UserSearch search, CancellationToken cancellationToken)
    {
        if (Ids(search) is { } ids)
        {
            return await ReadByIdAsync(search.RealmId, ids, cancellationToken).ConfigureAwait(false);
        }

        var query = new Query();
        if (search.Max == 0 || UserQuery.Of(query, search) is not { } users)
        {
            return [];
        }

        if (users.IsWalkable && search.Max > 0)
        {
            var walked = await query.ReadAsync(database, users.Walk(search.First, search.Max), Read, cancellationToken).ConfigureAwait(false);
            if (walked.Count == search.Max)
            {
                return walked;
            }
        }

        return await query.ReadAsync(database, users.All(search.First, search.Max), Read, cancellationToken).ConfigureAwait(false);
    }

    public async Task<long> CountAsync(UserSearch search, CancellationToken cancellationToken)
    {
        if (Ids(search) is { } ids)
        {
            return (await ReadByIdAsync(search.RealmId, ids, cancellationToken).ConfigureAwait(false)).Count;
        }

        var query = new Query();
        return UserQuery.Of(query, search) is { } users
            ? (await query.ReadAsync(database, users.Count(), reader => reader.GetInt64(0), cancellationToken).ConfigureAwait(false))[0]
            : 0;
    }

    private static string[]? Ids(UserSearch search) =>
        search.Search?.StartsWith(IdPrefix, StringComparison.Ordinal) is true
            ? [.. SearchWord.Split(search.Search[IdPrefix.Length..]).Take(MaxIds).Where(StorableText.IsStorable)]
            : null;

    private async Task<IReadOnlyList<UserState>> ReadByIdAsync(string realmId, string[] ids, CancellationToken cancellationToken)
    {
        if (ids.Length == 0 || !StorableText.IsStorable(realmId))
        {
            return [];
        }

        var query = new Query();
        var sql = $"""
            SELECT account.doc, account.realm_id, account.id, account.username
            FROM unnest({query.Value(ids)}) WITH ORDINALITY AS asked (id, place)
            JOIN user_account account ON account.realm_id = {query.Value(realmId)} AND account.id = asked.id
            ORDER BY asked.place
            """;
        return await query.ReadAsync(database, sql, Read, cancellationToken).ConfigureAwait(false);
    }

    // One that cannot be read is listed all the same: a list that is shorter would be taken for the truth, and one that fails would for ever.
    private UserState Read(NpgsqlDataReader reader)
    {
        var (realmId, id) = (reader.GetString(1), reader.GetString(2));
        return records.TryRead<UserState>(StateNames.User, realmId, id, reader.GetFieldValue<byte[]>(0), user => user.Id) is { } user
            ? WithoutSecrets(user)
            : new UserState { Id = id, Username = reader.GetString(3), Enabled = false, IsUnreadable = true };
    }

    // What is decided by it fails where it cannot be read.
    private static UserState WithoutSecrets(NpgsqlDataReader reader) => WithoutSecrets(StateJson.Read<UserState>(reader.GetFieldValue<byte[]>(0)));

    private static UserState WithoutSecrets(UserState user) =>
        user with { Credentials = [.. user.Credentials.Select(credential => credential with { SecretData = "", CredentialData = "" })] };

    private async ValueTask<string?> FindOneAsync(string sql, string realmId, string value, CancellationToken cancellationToken)
    {
        // PostgreSQL's text has no U+0000: nobody is called that.
        if (!StorableText.IsStorable(realmId) || !StorableText.IsStorable(value))
        {
            return null;
        }

        return await ReadAsync(sql, realmId, value, cancellationToken).ConfigureAwait(false) is [var one] ? one : null;
    }

    private Task<List<string>> ReadAsync(string sql, string realmId, string value, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, _, token) =>
            {
#pragma warning disable CA2100 // Constants of this class.
                await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = realmId });
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
                await using var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
                var found = new List<string>();
                while (await reader.ReadAsync(token).ConfigureAwait(false))
                {
                    found.Add(reader.GetString(0));
                }

                return found;
            },
            cancellationToken);
}
