using Identity.Grains.Realms;
using Identity.Grains.Storage;

namespace Identity.Grains.Sessions;

/// <summary>Reads sessions, as they are now, on any pod. Keys: <see cref="SessionKey.Of"/>.</summary>
public sealed class SessionReader(CurrentRecords records, TimeProvider time)
{
    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The session if it is live, else null. With a client id (UUID): only if that client is in it.</summary>
    public async Task<SessionView?> FindAsync(RealmSnapshot realm, EntityKey key, string? clientId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(realm);
        var session = await CurrentAsync(key, cancellationToken);
        return SessionRules.IsLive(session, realm.Settings, Now) && (clientId is null || FindPart(realm, session!, clientId) is not null)
            ? SessionRules.View(session!, realm.Settings, clientId)
            : null;
    }

    /// <summary>The session if an access token of the client in it is still good: session live, client in it, jti not revoked.</summary>
    public async Task<SessionView?> CheckTokenAsync(RealmSnapshot realm, EntityKey key, string clientId, string jti, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(realm);
        var session = await CurrentAsync(key, cancellationToken);
        return SessionRules.IsLive(session, realm.Settings, Now)
            && FindPart(realm, session!, clientId) is { } part
            && part.RevokedTokens.All(token => token.Jti != jti)
            ? SessionRules.View(session!, realm.Settings, clientId)
            : null;
    }

    /// <summary>The session if a refresh token would be accepted now, without using it.</summary>
    public async Task<SessionView?> CheckRefreshTokenAsync(RealmSnapshot realm, EntityKey key, RefreshRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(realm);
        ArgumentNullException.ThrowIfNull(request);
        return realm.FindClientById(request.ClientId) is { } client
            ? SessionRules.CheckRefreshToken(await CurrentAsync(key, cancellationToken), request, realm.Settings, client, Now)
            : null;
    }

    /// <summary>Uses a refresh token where that changes nothing, as most uses do; null where something is to be written, which is for
    /// <see cref="ISessionGrain.RefreshAsync"/>.</summary>
    public async Task<RefreshResult?> TryRefreshAsync(RealmSnapshot realm, EntityKey key, RefreshRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(realm);
        ArgumentNullException.ThrowIfNull(request);
        if (realm.Settings.RevokeRefreshToken)
        {
            return null;
        }

        if (realm.FindClientById(request.ClientId) is not { } client)
        {
            return new RefreshResult.NotActive();
        }

        var session = await CurrentAsync(key, cancellationToken);
        var (next, result) = SessionRules.Refresh(session, request, realm.Settings, client, Now);
        return ReferenceEquals(session, next) ? result : null;
    }

    private async Task<SessionState?> CurrentAsync(EntityKey key, CancellationToken cancellationToken) =>
        (await records.ReadAsync<SessionState>(key, cancellationToken))?.State;

    private ClientSession? FindPart(RealmSnapshot realm, SessionState session, string clientId) =>
        session.Clients.TryGetValue(clientId, out var part)
        && realm.FindClientById(clientId) is { } client
        && SessionLifetime.ClientEnd(session, part, realm.Settings, client) > Now.ToUnixTimeSeconds()
            ? part
            : null;
}
