using Identity.Gateway.Cookies;
using Identity.Gateway.Realms;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Login;

/// <summary>Finds the live session of a browser (single sign-on).</summary>
internal sealed class BrowserSessions(SessionReader sessions, UserReader users, IGrainFactory grains, TimeProvider time)
{
    /// <summary>The session that the cookie names, if it is live and its user may log in; null otherwise.</summary>
    public async Task<BrowserSession?> FindAsync(HttpContext http, RealmContext realm)
    {
        if (IdentityCookie.Read(http, realm, time.GetUtcNow()) is not { } claims)
        {
            return null;
        }

        var session = await ReadAsync(realm, claims.SessionId, http.RequestAborted);
        if (session is null || session.Offline || session.UserId != claims.UserId)
        {
            return null;
        }

        var user = await users.FindAsync(realm.Realm.Id, claims.UserId, http.RequestAborted);
        return user is { Enabled: true, ServiceAccountClientId: null } && session.Started >= Math.Max(user.NotBefore, realm.Realm.Settings.NotBefore)
            ? new BrowserSession(session, user)
            : null;
    }

    /// <summary>A browser's session if it is live, else null.</summary>
    public Task<SessionView?> ReadAsync(RealmContext realm, string sid, CancellationToken cancellationToken) =>
        sessions.FindAsync(realm.Realm, SessionKey.Of(realm.Realm.Id, sid, offline: false), clientId: null, cancellationToken);

    /// <summary>The grain of a browser's session.</summary>
    public ISessionGrain Grain(RealmContext realm, string sid) =>
        grains.Get<ISessionGrain>(SessionKey.Of(realm.Realm.Id, sid, offline: false));

    /// <summary>The grain of a user.</summary>
    public IUserGrain User(RealmContext realm, string userId) =>
        grains.Find<IUserGrain>(realm.Realm.Id, userId);
}

/// <summary>A live session and its user, as of the request.</summary>
internal sealed record BrowserSession(SessionView Session, UserState User);
