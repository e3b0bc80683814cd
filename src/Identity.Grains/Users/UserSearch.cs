namespace Identity.Grains.Users;

/// <summary>Which users of a realm; each condition that is given must be met. Letters' case does not count.</summary>
public sealed record UserSearch
{
    /// <summary>The realm's id.</summary>
    public required string RealmId { get; init; }

    /// <summary>Words separated by blanks. Each must be found in the username, email, first or last name: as its beginning, with <c>*</c> for any
    /// text, or as the whole when the word is in double quotes. <c>id:a b</c> instead names users by their ids: they come in that order, service
    /// accounts too, at most a thousand, and neither page nor other conditions apply.</summary>
    public string? Search { get; init; }

    /// <summary>Part of the username; the whole with <see cref="Exact"/>.</summary>
    public string? Username { get; init; }

    /// <summary>Part of the email; the whole with <see cref="Exact"/>.</summary>
    public string? Email { get; init; }

    /// <summary>Part of the first name; the whole with <see cref="Exact"/>.</summary>
    public string? FirstName { get; init; }

    /// <summary>Part of the last name; the whole with <see cref="Exact"/>.</summary>
    public string? LastName { get; init; }

    /// <summary>True: the four fields above are compared as a whole. False: attributes too are found by a part.
    /// Null, the default: the fields by a part, attributes as a whole.</summary>
    public bool? Exact { get; init; }

    /// <summary>Only users whose address is, or is not, verified.</summary>
    public bool? EmailVerified { get; init; }

    /// <summary>Only enabled, or disabled, users.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Attributes of which one value is the given one.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>Only users who have this role directly.</summary>
    public string? RoleId { get; init; }

    /// <summary>Only direct members of this group.</summary>
    public string? GroupId { get; init; }

    /// <summary>Clients' service accounts too; default false.</summary>
    public bool ServiceAccounts { get; init; }

    /// <summary>How many to pass over; default 0.</summary>
    public int First { get; init; }

    /// <summary>How many at most; default 100. Negative: all.</summary>
    public int Max { get; init; } = 100;
}
