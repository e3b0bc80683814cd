namespace Identity.Grains.Storage;

/// <summary>A record as stored.</summary>
public sealed record StoredRecord<TState>
    where TState : class
{
    /// <summary>The record.</summary>
    public required TState State { get; init; }

    /// <summary>Names this writing of the record: no other writing ever has the same.</summary>
    public required string ETag { get; init; }

    /// <summary>How long its document is, in bytes.</summary>
    public required int Length { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"StoredRecord {{ {ETag} }}";
}
