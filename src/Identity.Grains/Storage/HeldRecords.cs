using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Identity.Grains.Storage;

/// <summary>Records as this process last saw them, as many as it may keep. Never proof: whoever uses one has it confirmed by its row.</summary>
/// <remarks>At most 24 MiB of documents, 20,000 of the usual size, which take some three times as much in memory; one that nobody used for ten minutes goes.</remarks>
internal sealed class HeldRecords : IDisposable
{
    private const int MaxBytes = 24 << 20;

    // What each takes beside its document.
    private const int Overhead = 256;

    private static readonly TimeSpan s_unused = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _records = new(Options.Create(new MemoryCacheOptions { SizeLimit = MaxBytes }));

    /// <summary>The record as last seen; null when it is not held.</summary>
    public StoredRecord<TState>? Find<TState>(EntityKey key)
        where TState : class =>
        _records.TryGetValue(new Name(typeof(TState), key), out var held) ? (StoredRecord<TState>?)held : null;

    /// <summary>Remembers what was seen; null: that there is no such record.</summary>
    public void Hold<TState>(EntityKey key, StoredRecord<TState>? seen)
        where TState : class
    {
        var name = new Name(typeof(TState), key);
        if (seen is null)
        {
            _records.Remove(name);
        }
        else
        {
            _records.Set(name, seen, new MemoryCacheEntryOptions { Size = seen.Length + Overhead, SlidingExpiration = s_unused });
        }
    }

    public void Dispose() => _records.Dispose();

    private sealed record Name(Type Kind, EntityKey Key);
}
