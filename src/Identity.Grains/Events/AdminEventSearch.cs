namespace Identity.Grains.Events;

/// <summary>Which admin events of a realm; each condition that is given must be met.</summary>
public sealed record AdminEventSearch
{
    /// <summary>The realm's id.</summary>
    public required string RealmId { get; init; }

    /// <summary>One of these operations; empty, the default: any.</summary>
    public IReadOnlyList<string> OperationTypes { get; init; } = [];

    /// <summary>One of these kinds of resource; empty, the default: any.</summary>
    public IReadOnlyList<string> ResourceTypes { get; init; } = [];

    /// <summary>With <c>*</c> for any text.</summary>
    public string? ResourcePath { get; init; }

    /// <summary>The id of the administrator's realm.</summary>
    public string? AuthRealmId { get; init; }

    /// <summary>The Id (UUID) of the administrator's client.</summary>
    public string? AuthClientId { get; init; }

    /// <summary>The administrator's id.</summary>
    public string? AuthUserId { get; init; }

    /// <summary>Where the request came from.</summary>
    public string? AuthIpAddress { get; init; }

    /// <summary>Unix milliseconds; that instant or later. <see cref="EventDates"/> reads what callers write.</summary>
    public long? From { get; init; }

    /// <summary>Unix milliseconds; that instant or earlier.</summary>
    public long? To { get; init; }

    /// <summary>Oldest first; the default is newest first.</summary>
    public bool Ascending { get; init; }

    /// <summary>Only what comes, in that order, after this event; null, the default: from the beginning.</summary>
    public EventPlace? After { get; init; }

    /// <summary>How many to pass over; default 0.</summary>
    public int First { get; init; }

    /// <summary>How many at most; default 100. Negative: all.</summary>
    public int Max { get; init; } = 100;
}
