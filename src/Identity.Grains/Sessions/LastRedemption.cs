namespace Identity.Grains.Sessions;

/// <summary>What redeeming a code has come to.</summary>
[GenerateSerializer, Immutable, Alias("identity.last-redemption")]
public sealed record LastRedemption
{
    /// <summary>The <see cref="CodeRedemption.Attempt"/> that redeemed it.</summary>
    [Id(0)]
    public required string Attempt { get; init; }

    /// <summary>The code.</summary>
    [Id(1)]
    public required PendingCode Code { get; init; }

    /// <summary>The refresh family that it began.</summary>
    [Id(2)]
    public required string FamilyId { get; init; }
}
