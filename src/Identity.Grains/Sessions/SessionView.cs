namespace Identity.Grains.Sessions;

/// <summary>A live session as of now.</summary>
[GenerateSerializer, Immutable, Alias("identity.session-view")]
public sealed record SessionView
{
    /// <summary>The sid claim.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>Whose.</summary>
    [Id(1)]
    public required string UserId { get; init; }

    /// <summary>As at the login.</summary>
    [Id(2)]
    public required string Username { get; init; }

    /// <summary>An offline session.</summary>
    [Id(3)]
    public bool Offline { get; init; }

    /// <summary>Remember-me lifetimes.</summary>
    [Id(4)]
    public bool RememberMe { get; init; }

    /// <summary>Where the login came from.</summary>
    [Id(5)]
    public string? IpAddress { get; init; }

    /// <summary>Unix seconds.</summary>
    [Id(6)]
    public long Started { get; init; }

    /// <summary>Unix seconds.</summary>
    [Id(7)]
    public long LastRefresh { get; init; }

    /// <summary>Unix seconds.</summary>
    [Id(8)]
    public long AuthTime { get; init; }

    /// <summary>Class of the proof.</summary>
    [Id(9)]
    public string Acr { get; init; } = "1";

    /// <summary>Session notes.</summary>
    [Id(10)]
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();

    /// <summary>Ids (UUIDs) of the clients in the session.</summary>
    [Id(11)]
    public IReadOnlyList<string> ClientIds { get; init; } = [];

    /// <summary>Names the part of the client that was asked about: a client that comes back after its part was ended gets another. Null when no client was.</summary>
    [Id(14)]
    public string? PartId { get; init; }

    /// <summary>Unix seconds at which the session ends if it is not used again.</summary>
    [Id(12)]
    public long ExpiresAt { get; init; }

    /// <summary>Unix seconds at which it ends however much it is used; long.MaxValue for never.</summary>
    [Id(13)]
    public long MaxExpiresAt { get; init; }
}
