namespace Identity.Grains.Sessions;

/// <summary>A code presented at the token endpoint.</summary>
[GenerateSerializer, Immutable, Alias("identity.code-redemption")]
public sealed record CodeRedemption
{
    /// <summary>The Id (UUID) of the authenticated client.</summary>
    [Id(0)]
    public required string ClientId { get; init; }

    /// <summary>The secret part of the code.</summary>
    [Id(1)]
    public required string Secret { get; init; }

    /// <summary>As presented.</summary>
    [Id(2)]
    public string? RedirectUri { get; init; }

    /// <summary>As presented.</summary>
    [Id(3)]
    public string? CodeVerifier { get; init; }

    /// <summary>Random, of one request to the token endpoint. A call that is repeated because a pod died before it answered has the same,
    /// and gets the same answer; every other use of a spent code is a reuse.</summary>
    [Id(4)]
    public string? Attempt { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"CodeRedemption {{ {ClientId} }}";
}
