using Identity.Gateway.Authorize;
using Identity.Gateway.Cookies;
using Identity.Gateway.Events;
using Identity.Gateway.Tokens;
using Identity.Grains.Sessions;
using Identity.Grains.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Identity.Gateway.Login;

/// <summary>Turns a finished login into a session, cookies and a code.</summary>
/// <remarks>A password always begins a session with a new id, and the one that the browser had ends: nothing planted before the
/// login stays valid after it. One exception: the same person logged in in another tab meanwhile, and that login satisfies this request;
/// then it serves, so that neither tab logs the other out.</remarks>
internal sealed partial class LoginCompletion(
    BrowserSessions sessions,
    LoginMarks marks,
    KnownBrowserCookie known,
    LoginMetrics metrics,
    LoginEvents events,
    TimeProvider time,
    ILogger<LoginCompletion> logger)
{
    // Two submissions of one form arrive within this time of each other, and so does one whose answer a pod took with it.
    private static readonly TimeSpan DoubleSubmission = TimeSpan.FromSeconds(10);

    /// <summary>Answers the client with a code. False, and nothing is sent, when the session that proved the login has ended, or the login was finished before.</summary>
    public async Task<bool> CompleteAsync(HttpContext http, AuthorizeRequest request, LoginProof proof, UserState user)
    {
        var authorized = proof.SessionId is { } sid
            ? await sessions.Grain(request.Realm, sid).AuthorizeAsync(request.ToAuthorization())
            : await LogInAsync(http, request, proof, user);
        if (authorized is null)
        {
            return false;
        }

        if (proof.SessionId is not null)
        {
            metrics.SingleSignOn();
        }
        else
        {
            known.Remember(http, request.Realm, user);
        }

        await AnswerAsync(http, request, authorized);
        return true;
    }

    /// <summary>Answers the client with a code of the session that the login began, when whoever presents it again has that session's cookie or is a
    /// form sent twice. False, and nothing is sent, otherwise: a finished login begins nothing.</summary>
    public async Task<bool> RepeatAsync(HttpContext http, AuthorizeRequest request, LoginProof proof)
    {
        if (await JoinAsync(http, request, proof) is not { } joined)
        {
            return false;
        }

        metrics.SingleSignOn();
        await AnswerAsync(http, request, joined);
        return true;
    }

    private async Task AnswerAsync(HttpContext http, AuthorizeRequest request, Authorized authorized)
    {
        await events.RecordAsync(http, request.Realm, LoginHappenings.LoggedIn(request, authorized.Session));
        IdentityCookie.Set(http, request.Realm, authorized.Session, time.GetUtcNow());
        var code = new AuthorizationCode(authorized.CodeSecret!, authorized.Session.Id, request.Client.Id);
        await AuthorizeResponse.CodeAsync(http, request.Realm, request.Target, code.Format(), authorized.Session.Id);
    }

    // Whoever finds the login finished finds its session too, if it is live: both are one commit.
    private async Task<Authorized?> JoinAsync(HttpContext http, AuthorizeRequest request, LoginProof proof)
    {
        var (grain, now) = (sessions.Grain(request.Realm, proof.NewSessionId!), time.GetUtcNow());
        if (await sessions.ReadAsync(request.Realm, proof.NewSessionId!, CancellationToken.None) is not { } session || session.UserId != proof.UserId)
        {
            return null;
        }

        var isDouble = now.ToUnixTimeSeconds() - session.Started <= DoubleSubmission.TotalSeconds;
        var hasCookie = IdentityCookie.Read(http, request.Realm, now)?.SessionId == proof.NewSessionId;
        return isDouble || (hasCookie && request.IsWithinMaxAge(session.AuthTime, now)) ? await grain.AuthorizeAsync(request.ToAuthorization()) : null;
    }

    private async Task<Authorized?> LogInAsync(HttpContext http, AuthorizeRequest request, LoginProof proof, UserState user)
    {
        var existing = await sessions.FindAsync(http, request.Realm);
        if (existing is not null && existing.User.Id == user.Id && request.Accepts(existing.Session.AuthTime, time.GetUtcNow())
            && await sessions.Grain(request.Realm, existing.Session.Id).AuthorizeAsync(request.ToAuthorization()) is { } joined)
        {
            // Finished before or not: the browser has this session, and would get as much by asking anew.
            await marks.FinishAsync(request.Realm, proof);
            metrics.SingleSignOn();
            return joined;
        }

        var started = await sessions.Grain(request.Realm, proof.NewSessionId!).StartAsync(new SessionStart
        {
            UserId = user.Id,
            Username = user.Username,
            RememberMe = proof.RememberMe,
            IpAddress = http.Connection.RemoteIpAddress?.ToString(),
            AuthTime = proof.AuthTime,
            Client = request.ToAuthorization(),
            FinishesLoginUntil = marks.RememberUntil(request.Realm),
        });
        var entered = started ?? await JoinAsync(http, request, proof);
        if (entered is not null && existing is not null && existing.Session.Id != entered.Session.Id)
        {
            await sessions.Grain(request.Realm, existing.Session.Id).EndAsync();
        }

        if (started is not null)
        {
            metrics.LoginSucceeded();
            LogSucceeded(request.Realm.Realm.Name, user.Id, request.Client.ClientId, started.Session.Id[..6]);
        }

        return entered;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Realm {Realm}: user {UserId} logged in to {ClientId}, session {SessionPrefix}…")]
    private partial void LogSucceeded(string realm, string userId, string clientId, string sessionPrefix);
}
