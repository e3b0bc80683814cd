namespace Identity.Grains.Sessions;

/// <summary>Finds sessions; the session's grain decides whether one is live.</summary>
public interface ISessionIndex
{
    /// <summary>Grain keys (realm/id) of the sessions of a user, offline ones included, newest first.</summary>
    Task<IReadOnlyList<string>> ListByUserAsync(string realmId, string userId, CancellationToken cancellationToken);

    /// <summary>Removes up to <paramref name="limit"/> rows (sessions and revoked tokens) that expired before <paramref name="now"/>; says how many.</summary>
    Task<int> DeleteExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>The sessions that meet every condition of the search, newest first, one page of them.</summary>
    Task<IReadOnlyList<SessionSummary>> ListAsync(SessionSearch search, CancellationToken cancellationToken);

    /// <summary>How many sessions meet every condition of the search, whatever its page.</summary>
    Task<long> CountAsync(SessionSearch search, CancellationToken cancellationToken);

    /// <summary>How many live sessions each client of the realm takes part in; clients without any are left out.</summary>
    /// <remarks>The search's page is ignored.</remarks>
    Task<IReadOnlyList<ClientSessionCount>> CountByClientAsync(SessionSearch search, CancellationToken cancellationToken);
}
