namespace Identity.Grains.Sessions;

/// <summary>The chain of rotated refresh tokens that began with one authorization.</summary>
[GenerateSerializer, Immutable, Alias("identity.refresh-family")]
public sealed record RefreshFamily
{
    /// <summary>The reuse_id claim of its tokens.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>Of the newest token.</summary>
    [Id(1)]
    public int Generation { get; init; }

    /// <summary>How often a token older than the newest was presented and let pass.</summary>
    [Id(2)]
    public int Reuses { get; init; }

    /// <summary>Unix milliseconds of the last rotation.</summary>
    [Id(3)]
    public long RotatedAt { get; init; }
}
