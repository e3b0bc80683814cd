using Identity.Gateway.Authorize;
using Identity.Gateway.Pages;
using Identity.Gateway.Realms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Login;

/// <summary>Asks whether the application may have what it asked for, and takes the answer. A yes is remembered with the user, for these scopes of this client.</summary>
internal sealed class ConsentEndpoint(DueAction due, LoginStates states, LoginFlow flow, BrowserSessions sessions, TimeProvider time)
{
    public async Task HandleAsync(HttpContext http, RealmContext realm)
    {
        if (await due.OpenAsync(http, realm) is not var (state, request, user))
        {
            return;
        }

        var form = await LoginForm.ReadAsync(http);
        if (form.ContainsKey("cancel"))
        {
            await AuthorizeResponse.ErrorAsync(http, realm, request.Target, "access_denied", "End-user denied the request");
        }
        else if (form.ContainsKey("accept"))
        {
            // The password of a user with a second factor alone gives no consent.
            if (request.Client.ConsentRequired && PendingActions.Next(request, user, state.Proof!) == PendingAction.None)
            {
                await sessions.User(realm, user.Id).GrantConsentAsync(ConsentScopes.Given(request, time.GetUtcNow()));
            }

            await flow.ContinueAsync(http, request, state.Proof!, user, ConsentAnswer.Granted);
        }
        else
        {
            var action = states.Address(realm, state, "consent", "OAUTH_GRANT");
            await PageWriter.WriteAsync(http, realm, StatusCodes.Status200OK, ConsentPage.Render(request, action), leadsTo: request.Target.RedirectUri);
        }
    }
}
