using Identity.Gateway.Cookies;
using Identity.Gateway.Events;
using Identity.Gateway.Login;
using Identity.Gateway.Realms;
using Identity.Grains.Events;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Identity.Gateway.Logout;

/// <summary>Ends sessions at a person's or an application's word. The end is committed before it returns: no pod accepts the session again.</summary>
internal sealed partial class SessionLogout(SessionReader sessions, IGrainFactory grains, BackchannelLogout backchannel, LoginMarks marks, LoginMetrics metrics, LoginEvents events, ILogger<SessionLogout> logger)
{
    /// <summary>Ends the session and makes the browser forget it, and every page that it had open.</summary>
    public async Task EndInBrowserAsync(HttpContext http, RealmContext realm, string sid)
    {
        // First: what was begun in this browser must not begin a session after the logout.
        if (BrowserCookie.Read(http, realm) is { } browser)
        {
            await marks.EndBrowserAsync(realm, browser);
        }

        if (await EndAsync(realm, sid, offline: false, "browser") is { } ended)
        {
            await events.RecordAsync(http, realm, LoggedOut(ended, clientId: null));
        }

        IdentityCookie.Clear(http, realm);
        BrowserCookie.Issue(http, realm);
    }

    /// <summary>Ends the session of a token at the word of its client.</summary>
    public async Task EndByTokenAsync(HttpContext http, RealmContext realm, string sid, bool offline, string clientId)
    {
        if (await EndAsync(realm, sid, offline, "token") is { } ended)
        {
            await events.RecordAsync(http, realm, LoggedOut(ended, clientId));
        }
    }

    /// <summary>Ends the session; answers it as it was, null when it was gone already.</summary>
    /// <param name="realm">Its realm.</param>
    /// <param name="sid">Its id; a session that is gone already is no error.</param>
    /// <param name="offline">The offline session of that login instead of the browser's.</param>
    /// <param name="kind">For the metric: browser, token or admin.</param>
    /// <param name="reported">Stored in the commit that ends it; null reports nothing.</param>
    public async Task<SessionView?> EndAsync(RealmContext realm, string sid, bool offline, string kind, AdminEvent? reported = null)
    {
        var key = SessionKey.Of(realm.Realm.Id, sid, offline);
        var session = await sessions.FindAsync(realm.Realm, key, clientId: null, CancellationToken.None);
        var clients = await grains.Get<ISessionGrain>(key).EndReportedAsync(reported);
        if (session is null)
        {
            return null;
        }

        metrics.LoggedOut(kind);
        LogEnded(realm.Realm.Name, session.UserId, sid[..Math.Min(6, sid.Length)]);
        backchannel.Notify(realm, session, clients);
        return session;
    }

    private static LoginHappening LoggedOut(SessionView session, string? clientId) =>
        new("LOGOUT") { ClientId = clientId, UserId = session.UserId, SessionId = session.Id };

    [LoggerMessage(Level = LogLevel.Information, Message = "Realm {Realm}: user {UserId} logged out, session {SessionPrefix}…")]
    private partial void LogEnded(string realm, string userId, string sessionPrefix);
}
