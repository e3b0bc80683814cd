namespace Identity.Grains.Sessions;

/// <summary>One login of one user in one browser (or one direct grant), and the clients that use it.</summary>
[GenerateSerializer, Immutable, Alias("identity.session-state")]
public sealed record SessionState
{
    /// <summary>Version of this stored shape.</summary>
    [Id(0)]
    public int Schema { get; init; } = 1;

    /// <summary>The sid claim: 24 characters of base64url, 144 random bits.</summary>
    [Id(1)]
    public required string Id { get; init; }

    /// <summary>Never changes.</summary>
    [Id(2)]
    public required string UserId { get; init; }

    /// <summary>As at the login.</summary>
    [Id(3)]
    public required string Username { get; init; }

    /// <summary>An offline session outlives the browser's.</summary>
    [Id(4)]
    public bool Offline { get; init; }

    /// <summary>Uses the remember-me lifetimes.</summary>
    [Id(5)]
    public bool RememberMe { get; init; }

    /// <summary>Where the login came from.</summary>
    [Id(6)]
    public string? IpAddress { get; init; }

    /// <summary>Unix seconds.</summary>
    [Id(7)]
    public long Started { get; init; }

    /// <summary>Unix seconds; written at most once per tenth of the idle time.</summary>
    [Id(8)]
    public long LastRefresh { get; init; }

    /// <summary>Unix seconds of the last time the person proved who they are (auth_time).</summary>
    [Id(9)]
    public long AuthTime { get; init; }

    /// <summary>Authentication context class of that proof.</summary>
    [Id(10)]
    public string Acr { get; init; } = "1";

    /// <summary>Unix seconds after which the row may be removed; deciding is done from the fields above.</summary>
    [Id(11)]
    public long ExpiresAt { get; init; }

    /// <summary>User session notes that mappers read.</summary>
    [Id(12)]
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();

    /// <summary>By client Id (UUID).</summary>
    [Id(13)]
    public IReadOnlyDictionary<string, ClientSession> Clients { get; init; } = new Dictionary<string, ClientSession>();
}
