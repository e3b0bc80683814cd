namespace Identity.Grains.Storage;

/// <summary>Reads records on any pod, without their grains: what the process holds answers as soon as the row has confirmed it (docs/decisions/0006).</summary>
public sealed class CurrentRecords
{
    private readonly IRecordStore _store;
    private readonly HeldRecords _held;

    internal CurrentRecords(IRecordStore store, HeldRecords held)
    {
        _store = store;
        _held = held;
    }

    /// <summary>The record as it is now, with its version; null when there is none. One look at the row's version, which concurrent calls
    /// share, or the row itself where it is not held or has changed. Never older than the last commit that was acknowledged before the call.</summary>
    /// <exception cref="UnreadableRecordException">What is stored is no such record.</exception>
    /// <exception cref="StorageUnavailableException">The database does not answer.</exception>
    public async Task<StoredRecord<TState>?> ReadAsync<TState>(EntityKey key, CancellationToken cancellationToken)
        where TState : class =>
        _held.Find<TState>(key) is { } held && await _store.ReadVersionAsync(StateNames.Of<TState>(), key, cancellationToken) == held.ETag
            ? held
            : await LoadAsync<TState>(key, cancellationToken);

    /// <summary>Whether there is a record: one look at its row's version.</summary>
    public async Task<bool> IsThereAsync<TState>(EntityKey key, CancellationToken cancellationToken)
        where TState : class =>
        await _store.ReadVersionAsync(StateNames.Of<TState>(), key, cancellationToken) is not null;

    /// <summary>The row itself.</summary>
    internal async Task<StoredRecord<TState>?> LoadAsync<TState>(EntityKey key, CancellationToken cancellationToken)
        where TState : class
    {
        var row = await _store.ReadAsync<TState>(StateNames.Of<TState>(), key, cancellationToken);
        _held.Hold(key, row);
        return row;
    }
}
