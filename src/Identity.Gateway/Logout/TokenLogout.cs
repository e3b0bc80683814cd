using Identity.Gateway.ClientAuthentication;
using Identity.Gateway.Cookies;
using Identity.Gateway.Cors;
using Identity.Gateway.Errors;
using Identity.Gateway.Forms;
using Identity.Gateway.Pages;
using Identity.Gateway.Realms;
using Identity.Gateway.Tokens;
using Identity.Grains.Protocol;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Logout;

/// <summary>Ends the session of a refresh token at the word of its client (Keycloak's logout for adapters).</summary>
internal sealed class TokenLogout(ClientAuthenticator authenticator, SessionLogout logout)
{
    public async Task HandleAsync(HttpContext http, RealmContext realm, FormParameters form)
    {
        if (LogoutParameters.AreInBoth(http.Request, form))
        {
            await OAuthErrorWriter.WriteAsync(http, new OAuthError(StatusCodes.Status400BadRequest, ErrorCodes.InvalidRequest, "duplicated parameter"));
            return;
        }

        var authentication = await authenticator.AuthenticateAsync(http, realm, form);
        if (authentication is not ClientAuthenticationResult.Accepted { Client: var client })
        {
            await OAuthErrorWriter.WriteAsync(http, ((ClientAuthenticationResult.Refused)authentication).Error);
            return;
        }

        if (!CorsHeaders.TryAllow(http, realm, client))
        {
            await OAuthErrorWriter.WriteAsync(http, new OAuthError(StatusCodes.Status403Forbidden, ErrorCodes.InvalidRequest, "Cross origin not allowed"));
            return;
        }

        // An expired token still names its session: ending it is what its client wants.
        if (TokenReader.Read(realm, form["refresh_token"]) is not { Type: TokenTypes.Refresh or TokenTypes.Offline, SessionId: { } sid } token)
        {
            await RefuseAsync(http, "Invalid refresh token");
            return;
        }

        if (token.ClientId != client.ClientId)
        {
            await RefuseAsync(http, "Invalid refresh token. Token client and authorized client don't match");
            return;
        }

        await logout.EndByTokenAsync(http, realm, sid, token.IsOffline, client.ClientId);
        IdentityCookie.Clear(http, realm);
        PageHeaders.ApplyCommon(http);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static Task RefuseAsync(HttpContext http, string description) =>
        OAuthErrorWriter.WriteAsync(http, new OAuthError(StatusCodes.Status400BadRequest, ErrorCodes.InvalidGrant, description));
}
