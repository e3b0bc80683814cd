using Identity.Grains.Events;

namespace Identity.Grains.Storage;

/// <summary>What is to become of a record.</summary>
[GenerateSerializer, Immutable, Alias("identity.record-change`1")]
public sealed record RecordChange<TState>
    where TState : class
{
    /// <summary>The version that the change was made from; null creates the record, which must not exist yet.</summary>
    [Id(0)]
    public string? ETag { get; init; }

    /// <summary>The record from now on; null removes it.</summary>
    [Id(1)]
    public TState? State { get; init; }

    /// <summary>Stored in the same commit; null reports nothing.</summary>
    [Id(2)]
    public AdminEvent? Event { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"RecordChange {{ {ETag} }}";
}
