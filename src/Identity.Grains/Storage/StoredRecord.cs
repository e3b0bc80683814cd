namespace Identity.Grains.Storage;

/// <summary>A record as stored.</summary>
[GenerateSerializer, Immutable, Alias("identity.stored-record`1")]
public sealed record StoredRecord<TState>
    where TState : class
{
    /// <summary>The record.</summary>
    [Id(0)]
    public required TState State { get; init; }

    /// <summary>Names this writing of the record: no other writing ever has the same.</summary>
    [Id(1)]
    public required string ETag { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"StoredRecord {{ {ETag} }}";
}
