using Identity.Gateway.Authorize;
using Identity.Gateway.Cookies;
using Identity.Gateway.Events;
using Identity.Gateway.Pages;
using Identity.Gateway.Realms;
using Identity.Grains.OneTimeCodes;
using Identity.Grains.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Identity.Gateway.Login;

/// <summary>Takes the one-time code of somebody whose password was right.</summary>
internal sealed partial class OneTimeCodeEndpoint(
    DueAction due,
    LoginStates states,
    LoginFlow flow,
    OneTimeCodeAuthentication codes,
    KnownBrowserCookie known,
    LoginMetrics metrics,
    LoginEvents events,
    ILogger<OneTimeCodeEndpoint> logger)
{
    public async Task HandleAsync(HttpContext http, RealmContext realm)
    {
        if (await due.OpenAsync(http, realm, PendingAction.OneTimeCode) is not var (state, request, user))
        {
            return;
        }

        if (HttpMethods.IsGet(http.Request.Method))
        {
            await ShowAsync(http, realm, state, error: null);
            return;
        }

        await CheckAsync(http, request, state, user);
    }

    private async Task CheckAsync(HttpContext http, AuthorizeRequest request, LoginState state, UserState user)
    {
        var form = await LoginForm.ReadAsync(http);
        var code = form["otp"] is [{ } typed] ? typed : null;
        var mark = known.MarkOf(http, request.Realm, user.Id);
        if (await codes.CheckAsync(request.Realm.Realm, user.Id, code, http.Connection.RemoteIpAddress?.ToString(), serverOf: null, mark))
        {
            await flow.ContinueAsync(http, request, state.Proof! with { SecondFactor = true }, user);
            return;
        }

        metrics.LoginFailed();
        LogFailed(request.Realm.Realm.Name, user.Id, request.Client.ClientId);
        await events.RecordAsync(http, request.Realm, LoginHappenings.Failed(request, user.Id, user.Username, "invalid_user_credentials"));
        await ShowAsync(http, request.Realm, state, "Invalid authenticator code.");
    }

    private Task ShowAsync(HttpContext http, RealmContext realm, LoginState state, string? error) =>
        PageWriter.WriteAsync(http, realm, StatusCodes.Status200OK, OneTimeCodePage.Render(realm, states.Address(realm, state, "one-time-code", "otp"), error), leadsTo: LoginStates.LeadsTo(state));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Realm {Realm}: login of user {UserId} to {ClientId} refused: wrong one-time code")]
    private partial void LogFailed(string realm, string userId, string clientId);
}
