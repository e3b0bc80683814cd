using Identity.Grains.Storage;
using Npgsql;
using Orleans.Storage;

namespace Identity.Silo.Storage;

/// <summary>Removes the row if it is still at the given version; with a realm's row goes everything that belongs to the realm. The event,
/// if any, is recorded in the same statement.</summary>
internal sealed record StateDelete(StateTable Table, EntityKey Key, long Version, EventInsert? Event = null)
{
    // All users and sessions of a realm go in one transaction.
    private const int RealmTimeoutSeconds = 600;

    /// <summary>Carries it out. When repeated, a row that is gone counts as removed.</summary>
    /// <exception cref="InconsistentStateException">The row had another version, or was gone.</exception>
    public async Task<bool> ExecuteAsync(NpgsqlConnection connection, bool repeated, CancellationToken cancellationToken)
    {
        await using var command = StateCommand.Of(connection, Event is null ? Table.Delete : Event.With(Table.Delete, others: 3), Key);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Version });
        if (Table.Name == StateNames.Realm)
        {
            command.CommandTimeout = RealmTimeoutSeconds;
        }

        Event?.AddValues(command.Parameters);
        if (await command.ChangesOneAsync(counts: Event is not null, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        return repeated && await StateCommand.ReadVersionAsync(connection, Table, Key, cancellationToken).ConfigureAwait(false) is null
            ? true
            : throw StateWrite.Conflict(Table, Key, Version);
    }
}
