using Identity.Gateway.Authorize;
using Identity.Gateway.Pages;
using Identity.Gateway.Realms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Login;

/// <summary>The common beginning of every step of a login: opens the sealed state and runs the request's checks again.</summary>
internal sealed class LoginStep(LoginStates states, LoginFlow flow, LoginMetrics metrics)
{
    /// <summary>The step to take; null when the answer has been sent: an error page for what we did not seal, the login page with a
    /// sentence for what is too old or another browser's. Never a dead end for a request that is still good.</summary>
    /// <param name="http">The exchange.</param>
    /// <param name="realm">The realm.</param>
    /// <param name="typed">The user name in the form, shown again.</param>
    public async Task<(LoginState State, AuthorizeRequest Request)?> OpenAsync(HttpContext http, RealmContext realm, string? typed = null)
    {
        if (states.Open(http, realm) is not { } state)
        {
            await MessagePages.ErrorAsync(http, realm, StatusCodes.Status400BadRequest, "An error occurred, please login again through your application.");
            return null;
        }

        var parameters = new AuthorizeParameters(state.Parameters, [], []);
        var (request, refusal, target) = AuthorizeChecks.Run(realm, parameters);
        if (request is null)
        {
            await AuthorizeEndpoint.RefuseAsync(http, realm, parameters, refusal!, target);
            return null;
        }

        request = request with { HintedUserId = state.HintedUserId };
        if (states.WhyStale(http, realm, state) is { } notice)
        {
            metrics.PageExpired();
            await flow.BeginAsync(http, request, notice, typed);
            return null;
        }

        return (state, request);
    }
}
