namespace Identity.Grains.Operations;

/// <summary>How far an operation is.</summary>
public sealed record OperationProgress
{
    /// <summary>Names the operation.</summary>
    public required string Id { get; init; }

    /// <summary>The realm's id.</summary>
    public required string RealmId { get; init; }

    /// <summary>The realm's name when the operation began.</summary>
    public string? RealmName { get; init; }

    /// <summary>One of <see cref="OperationKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Ids of what it is about; empty where it is about the realm.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Who asked for it; null where nobody did.</summary>
    public string? StartedBy { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long Started { get; init; }

    /// <summary>About how many records there were to change; null while they have not been counted.</summary>
    public long? Total { get; init; }

    /// <summary>How many have been changed.</summary>
    public required long Done { get; init; }

    /// <summary>How often in a row it has failed; it goes on by itself.</summary>
    public int Failures { get; init; }

    /// <summary>Unix milliseconds; null while it goes on.</summary>
    public long? Finished { get; init; }
}
