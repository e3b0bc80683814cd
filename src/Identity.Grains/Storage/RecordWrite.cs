using System.Text.Json;

namespace Identity.Grains.Storage;

/// <summary>One record as it is to be, or not to be, from a commit on.</summary>
public sealed class RecordWrite
{
    private RecordWrite(string stateName, EntityKey key, string? etag, byte[]? document)
    {
        StateName = stateName;
        Key = key;
        ETag = etag;
        Document = document;
    }

    /// <summary>Its kind: one of <see cref="StateNames"/>.</summary>
    public string StateName { get; }

    /// <summary>The key of its grain.</summary>
    public EntityKey Key { get; }

    /// <summary>The version that is replaced; null for a record that must not be there yet.</summary>
    public string? ETag { get; }

    /// <summary>JSON, UTF-8; null where the record is removed.</summary>
    public byte[]? Document { get; }

    /// <summary>The end of a record.</summary>
    public static RecordWrite Removal(string stateName, string realmId, string id, string etag) => new(stateName, new EntityKey(realmId, id), etag, document: null);

    /// <summary>The record of a state.</summary>
    public static RecordWrite Of<TState>(string stateName, string realmId, string id, string? etag, TState state) =>
        new(stateName, new EntityKey(realmId, id), etag, JsonSerializer.SerializeToUtf8Bytes(state, StateJson.TypeInfo<TState>()));
}
