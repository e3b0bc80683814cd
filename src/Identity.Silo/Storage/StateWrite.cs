using System.Globalization;
using Identity.Grains.Storage;
using Npgsql;
using NpgsqlTypes;
using Orleans.Storage;

namespace Identity.Silo.Storage;

/// <summary>One compare-and-swap: the row as of version <paramref name="Previous"/> (null: no row) becomes version <paramref name="Next"/>,
/// and the event, if any, is recorded, or what a new row uses up is used up, in the same statement.</summary>
internal sealed record StateWrite(StateTable Table, EntityKey Key, long? Previous, long Next, byte[] Document, EventInsert? Event = null, UseInsert? Use = null)
{
    /// <summary>Carries it out. Running it again, repeated, after its answer was lost changes nothing more.</summary>
    /// <exception cref="InconsistentStateException">The row had another version.</exception>
    public async Task<bool> ExecuteAsync(NpgsqlConnection connection, bool repeated, CancellationToken cancellationToken)
    {
        await using var command = StateCommand.Of(connection, Statement(), Key);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Next });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Document, NpgsqlDbType = NpgsqlDbType.Jsonb });
        if (Previous is { } previous)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = previous });
        }

        Use?.AddValues(command.Parameters);
        Event?.AddValues(command.Parameters);
        if (await command.ChangesOneAsync(counts: Event is not null || Use is not null, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        if (!repeated)
        {
            throw Conflict(Table, Key, Previous);
        }

        // The row is at our own new version where a first attempt was committed and its answer lost.
        var stored = await StateCommand.ReadVersionAsync(connection, Table, Key, cancellationToken).ConfigureAwait(false);
        return stored == Next ? true : throw Conflict(Table, Key, Previous);
    }

    private string Statement()
    {
        if (Use is not null)
        {
            return Event is null ? UseInsert.Statement(Table) : throw new InvalidOperationException("No row both uses something up and tells of it.");
        }

        var (change, values) = Previous is null ? (Table.Insert, 4) : (Table.Update, 5);
        return Event is null ? change : Event.With(change, values);
    }

    // Which version is stored is not asked: who meets a conflict reads the row.
    internal static InconsistentStateException Conflict(StateTable table, EntityKey key, long? expected) => new(
        $"Another writer has changed {table.Name} {key}.",
        null,
        expected?.ToString(CultureInfo.InvariantCulture));
}
