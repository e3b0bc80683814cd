using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Reads and mends documents of realms without the types that they do not fit.</summary>
internal sealed class PostgresRealmRepair(PostgresDatabase database) : IRealmRepair
{
    public async Task<RealmState?> SalvageAsync(string realmName, CancellationToken cancellationToken) => (await ReadAsync(realmName, cancellationToken).ConfigureAwait(false))?.State;

    public async Task MendAsync(string realmName)
    {
        if (await ReadAsync(realmName, CancellationToken.None).ConfigureAwait(false) is not var (state, version))
        {
            return;
        }

        var document = JsonSerializer.Serialize(state, StateJson.TypeInfo<RealmState>());
        await database.RunAsync(
            async (connection, _, token) =>
            {
                await using var command = new NpgsqlCommand(
                    "UPDATE realm SET version = random_version(), doc = $3::jsonb WHERE realm_id = $1 AND version = $2 AND NOT removed", connection);
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = state.Id });
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = document });
                return await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
            },
            CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<(RealmState State, long Version)?> ReadAsync(string realmName, CancellationToken cancellationToken) =>
        realmName.Contains('\0', StringComparison.Ordinal)
            ? null
            : await database.RunAsync(
                async (connection, _, token) =>
                {
                    await using var command = new NpgsqlCommand("SELECT realm_id, doc::text, version FROM realm WHERE name = $1 AND NOT removed", connection);
                    command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = realmName });
                    await using var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
                    return await reader.ReadAsync(token).ConfigureAwait(false)
                        ? (RealmSalvage.Of(JsonNode.Parse(reader.GetString(1)) as JsonObject, reader.GetString(0), realmName), reader.GetInt64(2))
                        : ((RealmState, long)?)null;
                },
                cancellationToken).ConfigureAwait(false);
}
