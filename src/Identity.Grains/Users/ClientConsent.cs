namespace Identity.Grains.Users;

/// <summary>What a user lets one application have: it is not asked again for these scopes.</summary>
[GenerateSerializer, Immutable, Alias("identity.client-consent")]
public sealed record ClientConsent
{
    /// <summary>The client's Id (UUID).</summary>
    [Id(0)]
    public required string ClientId { get; init; }

    /// <summary>The ids of the client scopes.</summary>
    [Id(1)]
    public IReadOnlyList<string> ScopeIds { get; init; } = [];

    /// <summary>Unix milliseconds of the first consent.</summary>
    [Id(2)]
    public long CreatedDate { get; init; }

    /// <summary>Unix milliseconds of the last one.</summary>
    [Id(3)]
    public long LastUpdatedDate { get; init; }
}
