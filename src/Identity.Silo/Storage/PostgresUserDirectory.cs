using System.Runtime.CompilerServices;
using Identity.Grains.Users;
using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Finds users by the indexed columns of their rows.</summary>
internal sealed class PostgresUserDirectory(PostgresDatabase database) : IUserDirectory
{
    private const int PageSize = 1000;

    public ValueTask<string?> FindByUsernameAsync(string realmId, string username, CancellationToken cancellationToken) =>
        FindOneAsync(
            "SELECT id FROM user_account WHERE realm_id = $1 AND username = $2", realmId, username.ToLowerInvariant(), cancellationToken);

    public ValueTask<string?> FindByEmailAsync(string realmId, string email, CancellationToken cancellationToken) =>
        FindOneAsync(
            "SELECT id FROM user_account WHERE realm_id = $1 AND email = $2 LIMIT 2", realmId, email.ToLowerInvariant(), cancellationToken);

    public ValueTask<string?> FindServiceAccountAsync(string realmId, string clientId, CancellationToken cancellationToken) =>
        FindOneAsync(
            "SELECT id FROM user_account WHERE realm_id = $1 AND service_account_client_id = $2", realmId, clientId, cancellationToken);

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

    public Task<IReadOnlyList<UserState>> SearchAsync(UserSearch search, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<long> CountAsync(UserSearch search, CancellationToken cancellationToken) => throw new NotImplementedException();

    private async ValueTask<string?> FindOneAsync(string sql, string realmId, string value, CancellationToken cancellationToken)
    {
        // PostgreSQL's text has no U+0000: nobody is called that.
        if (realmId.Contains('\0', StringComparison.Ordinal) || value.Contains('\0', StringComparison.Ordinal))
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
