using Identity.Grains.Events;

namespace Identity.Grains.Sessions;

/// <summary>A login that begins a session.</summary>
[GenerateSerializer, Immutable, Alias("identity.session-start")]
public sealed record SessionStart
{
    /// <summary>Who logged in.</summary>
    [Id(0)]
    public required string UserId { get; init; }

    /// <summary>The name, for display.</summary>
    [Id(1)]
    public required string Username { get; init; }

    /// <summary>Starts an offline session.</summary>
    [Id(2)]
    public bool Offline { get; init; }

    /// <summary>Uses the remember-me lifetimes.</summary>
    [Id(3)]
    public bool RememberMe { get; init; }

    /// <summary>Where from.</summary>
    [Id(4)]
    public string? IpAddress { get; init; }

    /// <summary>Unix seconds of the proof.</summary>
    [Id(5)]
    public long AuthTime { get; init; }

    /// <summary>Its class.</summary>
    [Id(6)]
    public string Acr { get; init; } = "1";

    /// <summary>Session notes.</summary>
    [Id(7)]
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();

    /// <summary>The client that the login was for; null for a session that begins without one.</summary>
    [Id(8)]
    public ClientAuthorization? Client { get; init; }

    /// <summary>Stored in the same commit; null reports nothing.</summary>
    [Id(9)]
    public AdminEvent? Event { get; init; }

    /// <summary>Unix seconds until which the login that begins the session could be presented again: its end is remembered so long, in the same commit,
    /// and it begins nothing else. 0 for a session of a random id, which nobody can begin again.</summary>
    [Id(10)]
    public long FinishesLoginUntil { get; init; }
}
