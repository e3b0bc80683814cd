using Identity.Gateway.Authorize;
using Identity.Gateway.Realms;
using Identity.Grains.Users;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Login;

/// <summary>Opens a step that somebody who has proved who they are must take before the login ends.</summary>
internal sealed class DueAction(LoginStep step, LoginFlow flow, LoginUsers users, LoginMarks marks)
{
    /// <summary>The login and its user while the action is the next one due; null when the answer has been sent: a form sent twice, or
    /// found in the history later, goes on with the login and does nothing again.</summary>
    public async Task<(LoginState State, AuthorizeRequest Request, UserState User)?> OpenAsync(HttpContext http, RealmContext realm, PendingAction due)
    {
        if (await OpenAsync(http, realm) is not var (state, request, user))
        {
            return null;
        }

        if (PendingActions.Next(request, user, state.Proof!) != due)
        {
            await flow.ContinueAsync(http, request, state.Proof!, user);
            return null;
        }

        return (state, request, user);
    }

    /// <summary>The login and its user, whatever is due; null when the answer has been sent.</summary>
    public async Task<(LoginState State, AuthorizeRequest Request, UserState User)?> OpenAsync(HttpContext http, RealmContext realm)
    {
        if (await step.OpenAsync(http, realm) is not var (state, request))
        {
            return null;
        }

        var user = await users.FindAsync(http, request, state);
        if (user is null)
        {
            await flow.BeginAsync(http, request, notice: null);
            return null;
        }

        if (state.Proof is { SessionId: null } proof && await marks.IsFinishedAsync(realm, proof, http.RequestAborted))
        {
            await flow.RepeatAsync(http, request, proof, user);
            return null;
        }

        return (state, request, user);
    }
}
