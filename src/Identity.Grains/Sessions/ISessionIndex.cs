namespace Identity.Grains.Sessions;

/// <summary>Finds sessions; the session's grain decides whether one is live.</summary>
public interface ISessionIndex
{
    /// <summary>Grain keys (realm/id) of the sessions of a user, offline ones included, newest first.</summary>
    Task<IReadOnlyList<string>> ListByUserAsync(string realmId, string userId, CancellationToken cancellationToken);

    /// <summary>Removes up to <paramref name="limit"/> rows (sessions and revoked tokens) that expired before <paramref name="now"/>; says how many.</summary>
    Task<int> DeleteExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);
}
