namespace Identity.Grains.Events;

/// <summary>Which login events of a realm; each condition that is given must be met.</summary>
public sealed record LoginEventSearch
{
    /// <summary>The realm's id.</summary>
    public required string RealmId { get; init; }

    /// <summary>One of these types; empty, the default: any.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>The client's client_id.</summary>
    public string? ClientId { get; init; }

    /// <summary>The user's id.</summary>
    public string? UserId { get; init; }

    /// <summary>Unix milliseconds; that instant or later. <see cref="EventDates"/> reads what callers write.</summary>
    public long? From { get; init; }

    /// <summary>Unix milliseconds; that instant or earlier.</summary>
    public long? To { get; init; }

    /// <summary>Where the request came from.</summary>
    public string? IpAddress { get; init; }

    /// <summary>Oldest first; the default is newest first.</summary>
    public bool Ascending { get; init; }

    /// <summary>Only what comes, in that order, after this event; null, the default: from the beginning.</summary>
    public EventPlace? After { get; init; }

    /// <summary>How many to pass over; default 0.</summary>
    public int First { get; init; }

    /// <summary>How many at most; default 100. Negative: all.</summary>
    public int Max { get; init; } = 100;
}
