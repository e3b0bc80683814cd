namespace Identity.Grains.Users;

/// <summary>What becomes of a user's consents. Pure.</summary>
public static class ConsentRules
{
    // Of clients that are gone some may be left; no realm asks for consent to more.
    private const int MaxConsents = 1000;

    /// <summary>Whether the user has let the client have all of these scopes.</summary>
    public static bool Covers(UserState user, string clientId, IEnumerable<string> scopeIds)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.ClientConsents.FirstOrDefault(consent => consent.ClientId == clientId) is { } given && scopeIds.All(given.ScopeIds.Contains);
    }

    /// <summary>The user who lets the client have these scopes too; the same when nothing is new.</summary>
    public static UserState Grant(UserState user, ClientConsent consent)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(consent);
        if (Covers(user, consent.ClientId, consent.ScopeIds))
        {
            return user;
        }

        var before = user.ClientConsents.FirstOrDefault(given => given.ClientId == consent.ClientId);
        var next = before is null ? consent : consent with { CreatedDate = before.CreatedDate, ScopeIds = [.. before.ScopeIds.Union(consent.ScopeIds, StringComparer.Ordinal)] };
        var others = user.ClientConsents.Where(given => given.ClientId != consent.ClientId).OrderByDescending(given => given.LastUpdatedDate).Take(MaxConsents - 1);
        return user with { ClientConsents = [next, .. others] };
    }

    /// <summary>The user who takes it back; the same when there was none.</summary>
    public static UserState Revoke(UserState user, string clientId)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.ClientConsents.All(consent => consent.ClientId != clientId) ? user
            : user with { ClientConsents = [.. user.ClientConsents.Where(consent => consent.ClientId != clientId)] };
    }
}
