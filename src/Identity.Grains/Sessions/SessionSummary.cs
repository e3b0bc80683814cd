namespace Identity.Grains.Sessions;

/// <summary>What lists tell of a session.</summary>
public sealed record SessionSummary
{
    /// <summary>The sid. An offline session has the one of the login that it came from.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string UserId { get; init; }

    /// <summary>As at the login.</summary>
    public required string Username { get; init; }

    /// <summary>Where the login came from.</summary>
    public string? IpAddress { get; init; }

    /// <summary>Unix seconds.</summary>
    public long Started { get; init; }

    /// <summary>Unix seconds; behind the last use by up to a tenth of the idle time.</summary>
    public long LastRefresh { get; init; }

    /// <summary>Uses the remember-me lifetimes.</summary>
    public bool RememberMe { get; init; }

    /// <summary>Outlives the browser's session.</summary>
    public bool Offline { get; init; }

    /// <summary>The clients that take part, by their Id (UUID).</summary>
    public IReadOnlyDictionary<string, ClientSessionTimes> Clients { get; init; } = new Dictionary<string, ClientSessionTimes>();
}
