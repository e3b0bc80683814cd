namespace Identity.Grains.Events;

/// <summary>Keeps what happened. Events that belong to a change of a record are written with it: <see cref="Storage.IRecord{TState}"/>.</summary>
public interface IEventStore
{
    /// <summary>Stores the event before it returns; once, however often it is called with the same id.</summary>
    Task AppendAsync(LoginEvent loginEvent, CancellationToken cancellationToken);

    /// <inheritdoc cref="AppendAsync(LoginEvent, CancellationToken)"/>
    Task AppendAsync(AdminEvent adminEvent, CancellationToken cancellationToken);

    /// <summary>The events that meet every condition, by time, one page of them.</summary>
    Task<IReadOnlyList<LoginEvent>> SearchAsync(LoginEventSearch search, CancellationToken cancellationToken);

    /// <inheritdoc cref="SearchAsync(LoginEventSearch, CancellationToken)"/>
    Task<IReadOnlyList<AdminEvent>> SearchAsync(AdminEventSearch search, CancellationToken cancellationToken);

    /// <summary>Removes the login events of the realm up to that instant, batch by batch. What tells of it is committed with the first of them, and stays.</summary>
    Task ClearLoginEventsAsync(string realmId, DateTimeOffset until, AdminEvent reported, CancellationToken cancellationToken);

    /// <summary>Removes the admin events of the realm up to that instant, batch by batch. What tells of it is committed with the first of them, and stays.</summary>
    Task ClearAdminEventsAsync(string realmId, DateTimeOffset until, AdminEvent reported, CancellationToken cancellationToken);

    /// <summary>Removes up to <paramref name="limit"/> events that are older than their realm keeps them (eventsExpiration, and the attribute
    /// adminEventsExpiration; seconds, 0 or absent: for ever), or whose realm is gone; says how many.</summary>
    Task<int> DeleteExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);
}
