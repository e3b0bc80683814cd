using System.Security.Cryptography;
using System.Text.Json;
using Identity.Grains.Events;
using Identity.Grains.Storage;
using Identity.Grains.Tokens;
using Npgsql;
using Orleans.Storage;

namespace Identity.Silo.Storage;

/// <summary>Keeps each grain state as one row, changed by compare-and-swap on its version.</summary>
/// <remarks>
/// A version is a random number, new at each write, so that it names one writing of one row for good: a writer who holds an old one
/// can never match a row that was deleted and made again, restored from a backup, or lost its last commits in a failover. It also
/// tells a write whose answer was lost from one that did not happen, which makes repeating it on another connection safe.
/// </remarks>
internal sealed partial class PostgresGrainStorage(PostgresDatabase database, TimeProvider time) : IGrainStorage, IStateVersions
{
    private readonly VersionReads _versions = new(database, time);

    /// <summary>The version of a row now, as its ETag; null when there is no row. Concurrent calls share round trips.</summary>
    public ValueTask<string?> ReadVersionAsync(string stateName, GrainId grainId, CancellationToken cancellationToken) =>
        ReadAsync(stateName, Key(grainId), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<string?> ReadAsync(string stateName, EntityKey key, CancellationToken cancellationToken) =>
        StateTable.Find(stateName) is { } table
            ? new ValueTask<string?>(_versions.ReadAsync(table, key, cancellationToken))
            : default;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var (table, key) = (StateTable.Of(stateName), Key(grainId));
        var row = await database.RunAsync((connection, _, token) => ReadAsync(connection, table, key, token), cancellationToken).ConfigureAwait(false);
        grainState.State = row is null ? Empty<T>() : StateJson.Read<T>(row.Document);
        grainState.ETag = ETags.Of(row?.Version);
        grainState.RecordExists = row is not null;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var previous = ETags.Version(grainState.ETag);
        var write = new StateWrite(
            StateTable.Of(stateName),
            Key(grainId),
            previous,
            NewVersion(),
            JsonSerializer.SerializeToUtf8Bytes(grainState.State!, StateJson.TypeInfo<T>()),
            EventInsert.Of(EventsOfWrite.Current),
            UseInsert.Of(UseOfWrite.Current, previous));
        await ChangeAsync(write.ExecuteAsync, cancellationToken).ConfigureAwait(false);
        grainState.ETag = ETags.Of(write.Next);
        grainState.RecordExists = true;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        if (ETags.Version(grainState.ETag) is { } version)
        {
            var delete = new StateDelete(StateTable.Of(stateName), Key(grainId), version, EventInsert.Of(EventsOfWrite.Current));
            await ChangeAsync(delete.ExecuteAsync, cancellationToken).ConfigureAwait(false);
        }

        grainState.State = Empty<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private async Task ChangeAsync(Func<NpgsqlConnection, bool, CancellationToken, Task<bool>> change, CancellationToken cancellationToken)
    {
        try
        {
            await database.RunAsync(change, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new DuplicateKeyException(exception.ConstraintName ?? "");
        }
    }

    private static async Task<StateRow?> ReadAsync(NpgsqlConnection connection, StateTable table, EntityKey key, CancellationToken cancellationToken)
    {
        await using var command = StateCommand.Of(connection, table.Read, key);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? new StateRow(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1))
            : null;
    }

    private static EntityKey Key(GrainId grainId) => EntityKey.Parse(grainId.Key.ToString()!);

    private static T? Empty<T>() => typeof(T).GetConstructor(Type.EmptyTypes) is null ? default : Activator.CreateInstance<T>();

    private static long NewVersion() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & long.MaxValue;

    private sealed record StateRow(long Version, byte[] Document);
}
