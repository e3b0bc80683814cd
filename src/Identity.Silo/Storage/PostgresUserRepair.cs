using Identity.Grains.Events;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Orleans.Storage;

namespace Identity.Silo.Storage;

/// <summary>Removes rows of users whose documents are no users.</summary>
internal sealed class PostgresUserRepair(PostgresDatabase database, RecordReader records) : IUserRepair
{
    public async Task<bool> RemoveAsync(string realmId, string userId, AdminEvent? reported)
    {
        var key = EntityKey.ToFind(realmId, userId);
        if (await FindAsync(key).ConfigureAwait(false) is not { } version)
        {
            return false;
        }

        try
        {
            var delete = new StateDelete(StateTable.Of(StateNames.User), key, version, EventInsert.OfAny(reported));
            return await database.RunAsync(delete.ExecuteAsync, CancellationToken.None).ConfigureAwait(false);
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    private Task<long?> FindAsync(EntityKey key) => database.RunAsync(
        async (connection, _, token) =>
        {
            await using var command = StateCommand.Of(connection, StateTable.Of(StateNames.User).Read, key);
            await using var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
            return await reader.ReadAsync(token).ConfigureAwait(false)
                && records.TryRead<UserState>(StateNames.User, key.RealmId, key.Id, reader.GetFieldValue<byte[]>(1), user => user.Id) is null
                ? reader.GetInt64(0)
                : (long?)null;
        },
        CancellationToken.None);
}
