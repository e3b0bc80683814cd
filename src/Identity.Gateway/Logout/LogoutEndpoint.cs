using Identity.Gateway.Authorize;
using Identity.Gateway.Cookies;
using Identity.Gateway.Forms;
using Identity.Gateway.Pages;
using Identity.Gateway.Realms;
using Identity.Grains.Clients;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Logout;

/// <summary>OpenID Connect RP-Initiated Logout 1.0, and Keycloak's older logout by refresh token.</summary>
internal sealed class LogoutEndpoint(SessionLogout logout, LogoutConfirmation confirmation, TokenLogout tokens, TimeProvider time)
{
    public async Task HandleAsync(HttpContext http, RealmContext realm)
    {
        var (form, error) = await FormParameters.ReadAsync(http.Request, http.RequestAborted);
        if (form["refresh_token"] is not null)
        {
            await tokens.HandleAsync(http, realm, form);
            return;
        }

        var parameters = new LogoutParameters(http.Request, form);
        if (error is not null || !parameters.AreWellFormed)
        {
            await RefuseAsync(http, realm, "Invalid Request");
            return;
        }

        var hint = parameters.IdTokenHint is { } token ? IdTokenHint.Read(realm, token) : null;
        var clientId = hint?.ClientId ?? parameters.ClientId;
        var client = clientId is null ? null : realm.Realm.FindClient(clientId);
        if (WhyRefused(realm, parameters, hint, client) is { } reason)
        {
            await RefuseAsync(http, realm, reason);
            return;
        }

        await EndOrAskAsync(http, realm, parameters, hint, client);
    }

    private static string? WhyRefused(RealmContext realm, LogoutParameters parameters, IdTokenHint? hint, ClientState? client)
    {
        if (parameters.IdTokenHint is not null && hint is null)
        {
            return "Invalid parameter: id_token_hint";
        }

        if (hint is not null && parameters.ClientId is { } named && named != hint.ClientId)
        {
            return "Invalid parameter: id_token_hint";
        }

        // A client that is gone keeps nobody from logging out.
        return parameters.RedirectUri switch
        {
            null => null,
            _ when client is null && (hint is not null || parameters.ClientId is not null) => "Client not found.",
            _ when client is null => "Missing parameters: id_token_hint",
            var address => client.Enabled && PostLogoutRedirect.IsAllowed(client, realm, address) ? null : "Invalid redirect uri",
        };
    }

    private async Task EndOrAskAsync(HttpContext http, RealmContext realm, LogoutParameters parameters, IdTokenHint? hint, ClientState? client)
    {
        var browser = IdentityCookie.Read(http, realm, time.GetUtcNow());
        if (hint?.SessionId is { } sid && (browser is null || browser.SessionId == sid))
        {
            await logout.EndInBrowserAsync(http, realm, sid);
            await LogoutAnswer.SendAsync(http, realm, client, parameters.RedirectUri, parameters.State);
        }
        else if (browser is null)
        {
            await LogoutAnswer.SendAsync(http, realm, client, parameters.RedirectUri, parameters.State);
        }
        else
        {
            // No hint, or one for another login than this browser's: only the person can say (RP-Initiated Logout 1.0 section 2).
            await confirmation.AskAsync(http, realm, browser.SessionId, client, parameters.RedirectUri, parameters.State);
        }
    }

    private static Task RefuseAsync(HttpContext http, RealmContext realm, string message) =>
        MessagePages.ErrorAsync(http, realm, StatusCodes.Status400BadRequest, message);
}
