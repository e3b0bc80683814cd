using Identity.Gateway.Cookies;
using Identity.Gateway.Realms;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Login;

/// <summary>Finds the live session of a browser (single sign-on).</summary>
internal sealed class BrowserSessions(IGrainFactory grains, TimeProvider time)
{
    /// <summary>The session that the cookie names, if it is live and its user may log in; null otherwise.</summary>
    public async Task<BrowserSession?> FindAsync(HttpContext http, RealmContext realm)
    {
        if (IdentityCookie.Read(http, realm, time.GetUtcNow()) is not { } claims)
        {
            return null;
        }

        var session = await Grain(realm, claims.SessionId).ReadAsync(null, http.RequestAborted);
        if (session is null || session.Offline || session.UserId != claims.UserId)
        {
            return null;
        }

        var user = await User(realm, claims.UserId).GetAsync(http.RequestAborted);
        return user is { Enabled: true, ServiceAccountClientId: null } && session.Started >= Math.Max(user.NotBefore, realm.Realm.Settings.NotBefore)
            ? new BrowserSession(session, user)
            : null;
    }

    /// <summary>The grain of a browser's session.</summary>
    public ISessionGrain Grain(RealmContext realm, string sid) =>
        grains.Get<ISessionGrain>(SessionKey.Of(realm.Realm.Id, sid, offline: false));

    /// <summary>The grain of a user.</summary>
    public IUserGrain User(RealmContext realm, string userId) =>
        grains.Find<IUserGrain>(realm.Realm.Id, userId);
}

/// <summary>A live session and its user, as of the request.</summary>
internal sealed record BrowserSession(SessionView Session, UserState User);
