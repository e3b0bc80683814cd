using Identity.Grains.Events;
using Identity.Grains.Tokens;

namespace Identity.Grains.Storage;

/// <summary>Keeps each grain's record as one row, changed by compare-and-swap on its version.</summary>
/// <remarks>A version is named by an ETag, which no other writing of any row ever has. Every call fails with
/// <see cref="StorageUnavailableException"/> while the database does not answer; what a write then came to is unknown.</remarks>
public interface IRecordStore
{
    /// <summary>The record; null when there is none.</summary>
    /// <exception cref="UnreadableRecordException">What is stored is no such record.</exception>
    Task<StoredRecord<TState>?> ReadAsync<TState>(string stateName, EntityKey key, CancellationToken cancellationToken)
        where TState : class;

    /// <summary>The version of a row without reading it; null when there is no row. Never older than the last commit that was acknowledged
    /// before the call. Concurrent calls share round trips.</summary>
    /// <param name="stateName">One of <see cref="StateNames"/>.</param>
    /// <param name="key">The key of its grain.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<string?> ReadVersionAsync(string stateName, EntityKey key, CancellationToken cancellationToken);

    /// <summary>Replaces the record of that version, or inserts it where <paramref name="etag"/> is null, together with the event that
    /// tells of it and, for an insert, with what that uses up. Answers the record as it is from now on.</summary>
    /// <exception cref="Orleans.Storage.InconsistentStateException">The record has another version, or what is to be used up was.</exception>
    /// <exception cref="DuplicateKeyException">A unique value is taken.</exception>
    Task<StoredRecord<TState>> WriteAsync<TState>(string stateName, EntityKey key, string? etag, TState state, AdminEvent? reported = null, SingleUse? use = null)
        where TState : class;

    /// <summary>Removes the record of that version, together with the event that tells of it.</summary>
    /// <exception cref="Orleans.Storage.InconsistentStateException">The record has another version.</exception>
    Task RemoveAsync(string stateName, EntityKey key, string etag, AdminEvent? reported = null);
}
