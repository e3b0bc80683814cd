using Identity.Grains.Events;
using Identity.Grains.Storage;
using Identity.Grains.Tokens;
using Identity.Silo.Storage;

namespace Identity.Silo.Tests.Storage;

/// <summary>A record as a test holds it: with the version that its next write expects.</summary>
internal sealed class StoredRow<TState>(TState? state = null, string? etag = null)
    where TState : class
{
    public TState? State { get; set; } = state;

    public string? ETag { get; set; } = etag;

    public bool Exists => ETag is not null;

    public async Task ReadAsync(PostgresRecordStore store, string stateName, EntityKey key)
    {
        var stored = await store.ReadAsync<TState>(stateName, key, CancellationToken.None);
        (State, ETag) = (stored?.State, stored?.ETag);
    }

    public async Task WriteAsync(PostgresRecordStore store, string stateName, EntityKey key, AdminEvent? reported = null, SingleUse? use = null) =>
        ETag = (await store.WriteAsync(stateName, key, ETag, State!, reported, use)).ETag;

    public async Task RemoveAsync(PostgresRecordStore store, string stateName, EntityKey key, AdminEvent? reported = null)
    {
        await store.RemoveAsync(stateName, key, ETag!, reported);
        (State, ETag) = (null, null);
    }
}
