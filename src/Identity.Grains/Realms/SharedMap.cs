using System.Collections;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Identity.Grains.Realms;

/// <summary>An immutable map from texts (compared ordinally). A map made from another shares all but what is different, so that one
/// change of a hundred thousand entries costs microseconds; looking up costs what it does in a dictionary. Enumerates its values.</summary>
internal sealed class SharedMap<T> : IReadOnlyCollection<T>
    where T : class
{
    // Entries lie in shards of a handful, found by the low bits of the hash.
    private const int FullShard = 4;

    /// <summary>Nothing.</summary>
    public static readonly SharedMap<T> Empty = new([[]], 0);

    private readonly Entry[][] _shards;

    private SharedMap(Entry[][] shards, int count)
    {
        _shards = shards;
        Count = count;
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>The values by their keys.</summary>
    public static SharedMap<T> Of(IReadOnlyCollection<T> values, Func<T, string> key) =>
        Empty.With([.. values.Select(value => KeyValuePair.Create(key(value), (T?)value))]);

    /// <summary>The value; null when there is none.</summary>
    public T? Find(string key)
    {
        var hash = Hash(key);
        foreach (ref readonly var entry in _shards[hash & (_shards.Length - 1)].AsSpan())
        {
            if (entry.Hash == hash && entry.Key == key)
            {
                return entry.Value;
            }
        }

        return null;
    }

    /// <summary>The map with these keys set, or removed where the value is null. The last word on a key counts.</summary>
    public SharedMap<T> With(IReadOnlyCollection<KeyValuePair<string, T?>> changes)
    {
        if (changes.Count == 0)
        {
            return this;
        }

        var shards = Grown(Count + changes.Count);
        if (ReferenceEquals(shards, _shards))
        {
            shards = [.. shards];
        }

        var count = Count;
        foreach (var (key, value) in changes)
        {
            var hash = Hash(key);
            ref var shard = ref shards[hash & (shards.Length - 1)];
            var before = shard.Length;
            shard = Changed(shard, hash, key, value);
            count += shard.Length - before;
        }

        return new SharedMap<T>(shards, count);
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        foreach (var shard in _shards)
        {
            foreach (var entry in shard)
            {
                yield return entry.Value;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Cheaper than the framework's; nobody knows the seed, so that nobody can choose keys that meet.
    private static int Hash(string key)
    {
        var bytes = MemoryMarshal.AsBytes(key.AsSpan());
        var hash = SharedMapSeed.Start ^ (ulong)bytes.Length;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = BitOperations.RotateLeft((hash ^ MemoryMarshal.Read<ulong>(bytes)) * SharedMapSeed.Factor, 29);
        }

        for (; bytes.Length > 0; bytes = bytes[sizeof(char)..])
        {
            hash = BitOperations.RotateLeft((hash ^ MemoryMarshal.Read<char>(bytes)) * SharedMapSeed.Factor, 29);
        }

        hash *= SharedMapSeed.Factor;
        return (int)(hash >> 32);
    }

    private static Entry[] Changed(Entry[] shard, int hash, string key, T? value)
    {
        var place = Array.FindIndex(shard, entry => entry.Hash == hash && entry.Key == key);
        if (value is null)
        {
            return place < 0 ? shard : [.. shard.AsSpan(0, place), .. shard.AsSpan(place + 1)];
        }

        var entry = new Entry(hash, key, value);
        return place < 0 ? [.. shard, entry] : [.. shard.AsSpan(0, place), entry, .. shard.AsSpan(place + 1)];
    }

    // The same shards while there is room.
    private Entry[][] Grown(int count)
    {
        var size = _shards.Length;
        while (count > size * FullShard)
        {
            size *= 2;
        }

        if (size == _shards.Length)
        {
            return _shards;
        }

        var sizes = new int[size];
        foreach (var entry in _shards.SelectMany(shard => shard))
        {
            sizes[entry.Hash & (size - 1)]++;
        }

        var shards = Array.ConvertAll(sizes, length => length == 0 ? [] : new Entry[length]);
        foreach (var entry in _shards.SelectMany(shard => shard))
        {
            var place = entry.Hash & (size - 1);
            shards[place][--sizes[place]] = entry;
        }

        return shards;
    }

    private readonly record struct Entry(int Hash, string Key, T Value);
}

/// <summary>What this process hashes the keys of shared maps with.</summary>
internal static class SharedMapSeed
{
    public static readonly ulong Start = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    // Odd, so that no bit is lost.
    public static readonly ulong Factor = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;
}
