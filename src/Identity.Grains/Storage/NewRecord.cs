using System.Text.Json;

namespace Identity.Grains.Storage;

/// <summary>A record that is to be stored for the first time.</summary>
public sealed class NewRecord
{
    private readonly Func<byte[]> _write;

    private NewRecord(string stateName, EntityKey key, Func<byte[]> write)
    {
        StateName = stateName;
        Key = key;
        _write = write;
    }

    /// <summary>Its kind: one of <see cref="StateNames"/>.</summary>
    public string StateName { get; }

    /// <summary>The key of its grain.</summary>
    public EntityKey Key { get; }

    /// <summary>The record of a state. Throws <see cref="ArgumentException"/> for what cannot be the id of a realm or record.</summary>
    public static NewRecord Of<TState>(string stateName, string realmId, string id, TState state) =>
        new(stateName, new EntityKey(realmId, id), () => JsonSerializer.SerializeToUtf8Bytes(state, StateJson.TypeInfo<TState>()));

    /// <summary>JSON, UTF-8. Made anew each time, so that of many records only those that are being sent are in memory twice.</summary>
    public byte[] Write() => _write();
}
