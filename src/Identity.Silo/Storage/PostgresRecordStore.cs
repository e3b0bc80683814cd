using System.Text.Json;
using Identity.Grains.Events;
using Identity.Grains.Storage;
using Identity.Grains.Tokens;
using Npgsql;

namespace Identity.Silo.Storage;

/// <inheritdoc cref="IRecordStore"/>
/// <remarks>
/// A version is a random number, new at each write, so that it names one writing of one row for good: a writer who holds an old one
/// can never match a row that was deleted and made again, restored from a backup, or lost its last commits in a failover. It also
/// tells a write whose answer was lost from one that did not happen, which makes repeating it on another connection safe.
/// </remarks>
internal sealed class PostgresRecordStore(PostgresDatabase database, TimeProvider time) : IRecordStore
{
    private readonly VersionReads _versions = new(database, time);

    public ValueTask<string?> ReadVersionAsync(string stateName, EntityKey key, CancellationToken cancellationToken) =>
        new(_versions.ReadAsync(StateTable.Of(stateName), key, cancellationToken));

    public async Task<StoredRecord<TState>?> ReadAsync<TState>(string stateName, EntityKey key, CancellationToken cancellationToken)
        where TState : class
    {
        var table = StateTable.Of(stateName);
        var row = await database.RunAsync((connection, _, token) => ReadAsync(connection, table, key, token), cancellationToken).ConfigureAwait(false);
        return row is null ? null : Stored(StateJson.Read<TState>(row.Document), row.Version, row.Document);
    }

    public async Task<StoredRecord<TState>> WriteAsync<TState>(string stateName, EntityKey key, string? etag, TState state, AdminEvent? reported = null, SingleUse? use = null)
        where TState : class
    {
        var document = JsonSerializer.SerializeToUtf8Bytes(state, StateJson.TypeInfo<TState>());
        var write = new StateWrite(
            StateTable.Of(stateName),
            key,
            ETags.Version(etag),
            ETags.NewVersion(),
            document,
            EventInsert.OfAny(reported),
            etag is null ? UseInsert.Of(use) : null);
        await ChangeAsync(write.ExecuteAsync).ConfigureAwait(false);
        return Stored(state, write.Next, document);
    }

    public Task RemoveAsync(string stateName, EntityKey key, string etag, AdminEvent? reported = null) =>
        ChangeAsync(new StateDelete(StateTable.Of(stateName), key, ETags.Version(etag)!.Value, EventInsert.OfAny(reported)).ExecuteAsync);

    private static StoredRecord<TState> Stored<TState>(TState state, long version, byte[] document)
        where TState : class =>
        new() { State = state, ETag = ETags.Of(version), Length = document.Length };

    private async Task ChangeAsync(Func<NpgsqlConnection, bool, CancellationToken, Task<bool>> change)
    {
        try
        {
            // Whoever asked may be gone: what has begun is not left half done.
            await database.RunAsync(change, CancellationToken.None).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new DuplicateKeyException(exception.ConstraintName ?? "");
        }
    }

    private static async Task<Row?> ReadAsync(NpgsqlConnection connection, StateTable table, EntityKey key, CancellationToken cancellationToken)
    {
        await using var command = StateCommand.Of(connection, table.Read, key);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? new Row(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1))
            : null;
    }

    private sealed record Row(long Version, byte[] Document);
}
