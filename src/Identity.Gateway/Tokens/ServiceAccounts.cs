using System.Collections.Concurrent;
using Identity.Grains.Clients;
using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Gateway.Tokens;

/// <summary>Finds the user that stands for a client. Which user that is hardly ever changes, so its id is remembered; the user itself
/// is asked each time.</summary>
internal sealed class ServiceAccounts(UserReader users, IUserDirectory directory)
{
    private const int MaxRemembered = 10_000;
    private readonly ConcurrentDictionary<EntityKey, string> _userIds = new();

    /// <summary>Whether the user is the service account of another client than the one that uses a token: no login makes such a token.</summary>
    public static bool IsOfAnother(UserState user, ClientState client) => user.ServiceAccountClientId is { } owner && owner != client.Id;

    /// <summary>The service account; null when the client has none.</summary>
    public async ValueTask<UserState?> FindAsync(RealmSnapshot realm, ClientState client, CancellationToken cancellationToken)
    {
        var key = EntityKey.ToFind(realm.Id, client.Id);
        if (_userIds.TryGetValue(key, out var known)
            && await ReadAsync(realm, known, cancellationToken) is { } user && user.ServiceAccountClientId == client.Id)
        {
            return user;
        }

        _userIds.TryRemove(key, out _);
        if (await directory.FindServiceAccountAsync(realm.Id, client.Id, cancellationToken) is not { } userId)
        {
            return null;
        }

        if (_userIds.Count >= MaxRemembered)
        {
            _userIds.Clear();
        }

        _userIds[key] = userId;
        return await ReadAsync(realm, userId, cancellationToken);
    }

    private Task<UserState?> ReadAsync(RealmSnapshot realm, string userId, CancellationToken cancellationToken) =>
        users.FindAsync(realm.Id, userId, cancellationToken);
}
