using System.Text.Json;

namespace Identity.Grains.Storage;

/// <summary>A record that is to be stored for the first time.</summary>
public sealed class NewRecord
{
    private NewRecord(string stateName, EntityKey key, byte[] document)
    {
        StateName = stateName;
        Key = key;
        Document = document;
    }

    /// <summary>Its kind: one of <see cref="StateNames"/>.</summary>
    public string StateName { get; }

    /// <summary>The key of its grain.</summary>
    public EntityKey Key { get; }

    /// <summary>JSON, UTF-8.</summary>
    public byte[] Document { get; }

    /// <summary>The record of a state.</summary>
    public static NewRecord Of<TState>(string stateName, string realmId, string id, TState state) =>
        new(stateName, new EntityKey(realmId, id), JsonSerializer.SerializeToUtf8Bytes(state, StateJson.TypeInfo<TState>()));
}
