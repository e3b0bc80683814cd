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

    /// <summary>Carries out a change; whether it changed the row.</summary>
    /// <param name="command">The change, alone or with what goes with it.</param>
    /// <param name="counts">Whether its statement answers how many rows it changed, because more goes with it.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public static async Task<bool> ChangesOneAsync(this NpgsqlCommand command, bool counts, CancellationToken cancellationToken) => counts
        ? await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is 1L
        : await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1;

    /// <summary>The version in storage; null when there is no row.</summary>
    public static async Task<long?> ReadVersionAsync(
        NpgsqlConnection connection, StateTable table, EntityKey key, CancellationToken cancellationToken)
    {
        await using var command = Of(connection, table.ReadVersion, key);
        return (long?)await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }
}
