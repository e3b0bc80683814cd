using Identity.Gateway.Authorize;
using Identity.Gateway.Pages;
using Identity.Grains.Authentication;
using Identity.Grains.Users;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Login;

/// <summary>The steps of a browser login, in order: a proof of who it is, what that person must do first, consent, session.</summary>
internal sealed class LoginFlow(BrowserSessions sessions, LoginStates states, LoginCompletion completion, LoginMetrics metrics, TimeProvider time)
{
    private const string Unsupported =
        "Your account needs a further step (such as a second factor) before you can sign in, which cannot be done here. Please contact your administrator.";

    /// <summary>Begins, or begins again: a live session that satisfies the request goes on at once, anybody else sees the login page.</summary>
    /// <param name="http">The exchange.</param>
    /// <param name="request">Checked.</param>
    /// <param name="notice">Why the person sees the page again; null the first time.</param>
    /// <param name="typed">The user name that was typed before; null when none was.</param>
    public async Task BeginAsync(HttpContext http, AuthorizeRequest request, string? notice, string? typed = null)
    {
        var session = await sessions.FindAsync(http, request.Realm);
        if (session is not null && Serves(session, request))
        {
            var proof = new LoginProof { UserId = session.User.Id, AuthTime = session.Session.AuthTime, SessionId = session.Session.Id };
            await ContinueAsync(http, request, proof, session.User);
            return;
        }

        if (request.Silent)
        {
            await AuthorizeResponse.ErrorAsync(http, request.Realm, request.Target, "login_required");
            return;
        }

        var username = typed ?? session?.User.Username ?? request.Parameters["login_hint"];
        await ShowLoginAsync(http, request, new LoginPageModel(
            string.Empty, username, RememberMe: false, notice ?? (session is null ? null : "Please re-authenticate to continue"), Error: null));
    }

    /// <summary>Shows the login page.</summary>
    public Task ShowLoginAsync(HttpContext http, AuthorizeRequest request, LoginPageModel model, string? tabId = null, int status = StatusCodes.Status200OK)
    {
        var state = states.Begin(http, request, proof: null, tabId);
        var action = states.Address(request.Realm, state, "authenticate", "login");
        return PageWriter.WriteAsync(http, request.Realm, status, LoginPage.Render(request.Realm, model with { Action = action }), leadsTo: request.Target.RedirectUri);
    }

    /// <summary>Takes the next step of somebody who has proved who they are.</summary>
    public async Task ContinueAsync(HttpContext http, AuthorizeRequest request, LoginProof proof, UserState user, ConsentAnswer consent = ConsentAnswer.NotAsked)
    {
        if (request.HintedUserId is { } hinted && hinted != user.Id)
        {
            await AuthorizeResponse.ErrorAsync(http, request.Realm, request.Target, "login_required", "The user that logged in is not that of id_token_hint");
            return;
        }

        var needsConsent = consent == ConsentAnswer.NotAsked && ConsentScopes.MustAsk(request, user);
        switch (PendingActions.Next(request, user, proof))
        {
            case not PendingAction.None when request.Silent:
                await AuthorizeResponse.ErrorAsync(http, request.Realm, request.Target, "interaction_required");
                break;
            case PendingAction.Unsupported:
                await MessagePages.ErrorAsync(http, request.Realm, StatusCodes.Status403Forbidden, Unsupported, request.Client);
                break;
            case PendingAction.OneTimeCode:
                await PageWriter.RedirectAsync(http, StepAddress(http, request, proof, user, "one-time-code", "otp"));
                break;
            case PendingAction.UpdatePassword:
                await PageWriter.RedirectAsync(http, StepAddress(http, request, proof, user, "required-action", "UPDATE_PASSWORD"));
                break;
            case PendingAction.UpdateProfile:
                await PageWriter.RedirectAsync(http, StepAddress(http, request, proof, user, "required-action", RequiredActionSupport.UpdateProfile));
                break;
            case PendingAction.AcceptTerms:
                await PageWriter.RedirectAsync(http, StepAddress(http, request, proof, user, "required-action", RequiredActionSupport.AcceptTerms));
                break;
            case PendingAction.None when needsConsent && request.Silent:
                await AuthorizeResponse.ErrorAsync(http, request.Realm, request.Target, "consent_required");
                break;
            case PendingAction.None when needsConsent:
                await PageWriter.RedirectAsync(http, StepAddress(http, request, proof, user, "consent", "OAUTH_GRANT"));
                break;
            default:
                await FinishAsync(http, request, proof, user);
                break;
        }
    }

    /// <summary>The address of a step, the proof sealed into it.</summary>
    private string StepAddress(HttpContext http, AuthorizeRequest request, LoginProof proof, UserState user, string action, string execution) =>
        states.Address(request.Realm, states.Begin(http, request, LoginUsers.Seal(request, proof, user)), action, execution);

    /// <summary>Answers somebody who presents a login that has been finished: a form sent twice goes where the first went, while its session is live.</summary>
    public async Task RepeatAsync(HttpContext http, AuthorizeRequest request, LoginProof proof, UserState user)
    {
        if (!await completion.RepeatAsync(http, request, proof))
        {
            await ShowEndedAsync(http, request, user);
        }
    }

    private async Task FinishAsync(HttpContext http, AuthorizeRequest request, LoginProof proof, UserState user)
    {
        if (await completion.CompleteAsync(http, request, proof, user))
        {
            return;
        }

        // The session ended between two steps, or the login has been finished before.
        await ShowEndedAsync(http, request, user);
    }

    // Begins anew, as if the application had asked again: what is finished does not count, a session that the browser has does.
    private Task ShowEndedAsync(HttpContext http, AuthorizeRequest request, UserState user)
    {
        metrics.PageExpired();
        return BeginAsync(http, request, "Your session has ended. Please sign in again.", user.Username);
    }

    private bool Serves(BrowserSession session, AuthorizeRequest request) =>
        request.Accepts(session.Session.AuthTime, time.GetUtcNow()) && (request.HintedUserId is null || request.HintedUserId == session.User.Id);
}

/// <summary>What the person said on the consent page.</summary>
internal enum ConsentAnswer
{
    NotAsked,
    Granted,
}
