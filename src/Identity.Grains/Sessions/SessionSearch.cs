using Identity.Grains.Realms;

namespace Identity.Grains.Sessions;

/// <summary>Which live sessions of a realm; each condition that is given must be met.</summary>
/// <remarks>A session is live when it was so by its own record and still is by the settings that the realm has now.</remarks>
public sealed record SessionSearch
{
    /// <summary>The realm, with the settings that judge whether a session still lives.</summary>
    public required RealmState Realm { get; init; }

    /// <summary>When liveness is judged.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Only sessions in which the client with this Id (UUID) takes part.</summary>
    public string? ClientId { get; init; }

    /// <summary>Only sessions of this user.</summary>
    public string? UserId { get; init; }

    /// <summary>Only offline sessions, or only others; null, the default: both.</summary>
    public bool? Offline { get; init; }

    /// <summary>Part of the username or of the address, whatever the letters' case; or see <see cref="TextClients"/>.</summary>
    public string? Text { get; init; }

    /// <summary>The Ids (UUID) of clients whose part in a session meets <see cref="Text"/> as well: those with the text in their name.</summary>
    public IReadOnlyList<string> TextClients { get; init; } = [];

    /// <summary>How many to pass over; default 0.</summary>
    public int First { get; init; }

    /// <summary>How many at most; default 100. Negative: all.</summary>
    public int Max { get; init; } = 100;
}
