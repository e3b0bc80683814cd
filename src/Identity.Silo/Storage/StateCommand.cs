using Identity.Grains.Storage;
using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>A statement about one row.</summary>
internal static class StateCommand
{
    /// <summary>The statement with the key as its first two parameters.</summary>
    public static NpgsqlCommand Of(NpgsqlConnection connection, string sql, EntityKey key)
    {
#pragma warning disable CA2100 // A StateTable's statement: made of constants.
        var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.RealmId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Id });
        return command;
    }

    /// <summary>Carries out a change, with the event that its statement records; whether it changed the row.</summary>
    public static async Task<bool> ChangesOneAsync(this NpgsqlCommand command, EventInsert? recorded, CancellationToken cancellationToken)
    {
        if (recorded is null)
        {
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1;
        }

        recorded.AddValues(command.Parameters);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is 1L;
    }

    /// <summary>The version in storage; null when there is no row.</summary>
    public static async Task<long?> ReadVersionAsync(
        NpgsqlConnection connection, StateTable table, EntityKey key, CancellationToken cancellationToken)
    {
        await using var command = Of(connection, table.ReadVersion, key);
        return (long?)await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }
}
