using System.Collections.Concurrent;
using Identity.Grains.Events;
using Identity.Grains.Storage;
using Identity.Grains.Tokens;

namespace Identity.Grains.Tests.Storage;

/// <summary>Writes down what grains ask their store for, and can hold the looks at versions.</summary>
internal sealed class CountedStore(IRecordStore store) : IRecordStore
{
    private readonly ConcurrentQueue<string> _calls = new();

    /// <summary>Looks at a version wait for it; null: they do not.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>What was asked for since the last time.</summary>
    public IReadOnlyList<string> Take()
    {
        var taken = new List<string>();
        while (_calls.TryDequeue(out var call))
        {
            taken.Add(call);
        }

        return taken;
    }

    /// <summary>How many calls wait to be taken.</summary>
    public int Count => _calls.Count;

    public Task<StoredRecord<TState>?> ReadAsync<TState>(string stateName, EntityKey key, CancellationToken cancellationToken)
        where TState : class
    {
        _calls.Enqueue("row");
        return store.ReadAsync<TState>(stateName, key, cancellationToken);
    }

    public async ValueTask<string?> ReadVersionAsync(string stateName, EntityKey key, CancellationToken cancellationToken)
    {
        _calls.Enqueue("version");
        if (Gate is { } gate)
        {
            await gate.Task;
        }

        return await store.ReadVersionAsync(stateName, key, cancellationToken);
    }

    public Task<StoredRecord<TState>> WriteAsync<TState>(string stateName, EntityKey key, string? etag, TState state, AdminEvent? reported = null, SingleUse? use = null)
        where TState : class
    {
        _calls.Enqueue(etag is null ? "insert" : "update");
        return store.WriteAsync(stateName, key, etag, state, reported, use);
    }

    public Task RemoveAsync(string stateName, EntityKey key, string etag, AdminEvent? reported = null)
    {
        _calls.Enqueue("delete");
        return store.RemoveAsync(stateName, key, etag, reported);
    }
}
