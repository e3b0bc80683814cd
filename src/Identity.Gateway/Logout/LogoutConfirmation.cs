using System.Text.Json;
using Identity.Gateway.Cookies;
using Identity.Gateway.Forms;
using Identity.Gateway.Pages;
using Identity.Gateway.Realms;
using Identity.Grains.Clients;
using Identity.Grains.Sealing;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Logout;

/// <summary>The confirmation page and its answer.</summary>
internal sealed class LogoutConfirmation(Sealer sealer, SessionLogout logout, TimeProvider time)
{
    private const int MaxLength = 16 * 1024;

    /// <summary>Asks.</summary>
    public Task AskAsync(HttpContext http, RealmContext realm, string sid, ClientState? client, string? redirectUri, string? state)
    {
        var pending = new LogoutState
        {
            SessionId = sid,
            Browser = BrowserCookie.ReadOrIssue(http, realm),
            IssuedAt = time.GetUtcNow().ToUnixTimeSeconds(),
            ClientId = client?.ClientId,
            RedirectUri = redirectUri,
            State = state,
        };
        var code = sealer.Seal(Purpose(realm), JsonSerializer.SerializeToUtf8Bytes(pending, LogoutJsonContext.Default.LogoutState));
        return PageWriter.WriteAsync(http, realm, StatusCodes.Status200OK, LogoutPage.Render(realm, $"{realm.Protocol}/logout/logout-confirm", code), leadsTo: redirectUri);
    }

    /// <summary>Takes the answer. A page that is too old, or another browser's, is shown anew.</summary>
    public async Task HandleAsync(HttpContext http, RealmContext realm)
    {
        if (await OpenAsync(http, realm) is not { } pending)
        {
            await MessagePages.ErrorAsync(http, realm, StatusCodes.Status400BadRequest, "Logout failed");
            return;
        }

        var client = pending.ClientId is null ? null : realm.Realm.FindClient(pending.ClientId);
        var redirect = client is { Enabled: true } && pending.RedirectUri is { } address && PostLogoutRedirect.IsAllowed(client, realm, address) ? address : null;
        var now = time.GetUtcNow();
        if (BrowserCookie.Read(http, realm) == pending.Browser && now.ToUnixTimeSeconds() - pending.IssuedAt <= realm.Realm.Settings.AccessCodeLifespanUserAction)
        {
            await logout.EndInBrowserAsync(http, realm, pending.SessionId);
            await LogoutAnswer.SendAsync(http, realm, client, redirect, pending.State);
        }
        else if (IdentityCookie.Read(http, realm, now) is { } browser)
        {
            await AskAsync(http, realm, browser.SessionId, client, redirect, pending.State);
        }
        else
        {
            await LogoutAnswer.SendAsync(http, realm, client, redirect, pending.State);
        }
    }

    private async Task<LogoutState?> OpenAsync(HttpContext http, RealmContext realm)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || !FormParameters.IsForm(http.Request.ContentType))
        {
            return null;
        }

        var form = await RequestForm.ReadAsync(http.Request, options: null, http.RequestAborted);
        return form["session_code"] is [{ Length: <= MaxLength } code] && sealer.Open(Purpose(realm), code) is { } json
            ? JsonSerializer.Deserialize(json, LogoutJsonContext.Default.LogoutState)
            : null;
    }

    private static string Purpose(RealmContext realm) => $"logout-state/{realm.Realm.Id}";
}
