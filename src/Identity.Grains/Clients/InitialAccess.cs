namespace Identity.Grains.Clients;

/// <summary>The right to register some clients, which an administrator gave away as a token. The token itself is not kept.</summary>
[GenerateSerializer, Immutable, Alias("identity.initial-access")]
public sealed record InitialAccess
{
    /// <summary>UUID; the token's jti.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>When it was made, Unix seconds.</summary>
    [Id(1)]
    public long Timestamp { get; init; }

    /// <summary>For how many seconds it is good; 0 for ever.</summary>
    [Id(2)]
    public int Expiration { get; init; }

    /// <summary>How many clients it was made for.</summary>
    [Id(3)]
    public int Count { get; init; }

    /// <summary>How many are left.</summary>
    [Id(4)]
    public int RemainingCount { get; init; }

    /// <summary>Origins whose scripts may register with it; null for none.</summary>
    [Id(5)]
    public IReadOnlyList<string>? WebOrigins { get; init; }

    /// <summary>Whether another client can be registered with it.</summary>
    public bool IsGood(DateTimeOffset now) => RemainingCount > 0 && (Expiration <= 0 || now.ToUnixTimeSeconds() < Timestamp + Expiration);
}
