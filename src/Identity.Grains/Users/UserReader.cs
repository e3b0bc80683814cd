using Identity.Grains.Storage;

namespace Identity.Grains.Users;

/// <summary>Reads users, as they are now, on any pod.</summary>
public sealed class UserReader(CurrentRecords records)
{
    /// <summary>The user without credentials; null when there is none of that id.</summary>
    public async Task<UserState?> FindAsync(string realmId, string? userId, CancellationToken cancellationToken) =>
        await FindWithCredentialsAsync(realmId, userId, cancellationToken) is { } user ? UserRules.WithoutCredentials(user) : null;

    /// <summary>The user with credentials; null when there is none of that id.</summary>
    public async Task<UserState?> FindWithCredentialsAsync(string realmId, string? userId, CancellationToken cancellationToken) =>
        (await records.ReadAsync<UserState>(EntityKey.ToFind(realmId, userId), cancellationToken))?.State;
}
