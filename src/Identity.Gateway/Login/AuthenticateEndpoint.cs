using Identity.Gateway.Authorize;
using Identity.Gateway.Cookies;
using Identity.Gateway.Errors;
using Identity.Gateway.Events;
using Identity.Gateway.Realms;
using Identity.Grains.Passwords;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Identity.Gateway.Login;

/// <summary>Takes the login form.</summary>
internal sealed partial class AuthenticateEndpoint(
    LoginStep step,
    LoginFlow flow,
    PasswordAuthentication passwords,
    LoginUsers users,
    KnownBrowserCookie known,
    LoginMetrics metrics,
    LoginEvents events,
    ILogger<AuthenticateEndpoint> logger)
{
    private const string InvalidMessage = "Invalid username or password.";
    private const string HeldBackMessage = "Too many failed sign-ins from your network. Please try again in a few minutes.";
    private const string DisabledMessage = "Account is disabled, contact your administrator.";

    public async Task HandleAsync(HttpContext http, RealmContext realm)
    {
        var form = await LoginForm.ReadAsync(http);
        var username = LoginForm.Username(form);
        if (await step.OpenAsync(http, realm, username.Length == 0 ? null : username) is not var (state, request))
        {
            return;
        }

        if (HttpMethods.IsGet(http.Request.Method))
        {
            await flow.BeginAsync(http, request, notice: null);
            return;
        }

        var rememberMe = realm.Realm.Settings.RememberMe && LoginForm.IsTicked(form, "rememberMe");
        // A failed attempt is counted also when the browser has gone away.
        var result = await passwords.CheckAsync(
            realm.Realm, username, LoginForm.Password(form, "password"), http.Connection.RemoteIpAddress?.ToString(), serverOf: null, known.Read(http, realm), CancellationToken.None);
        switch (result)
        {
            case PasswordResult.Accepted accepted:
                await AcceptAsync(http, request, state, accepted, rememberMe);
                break;
            case PasswordResult.Disabled disabled:
                LogFailed(realm.Realm.Name, disabled.User.Id, request.Client.ClientId, "disabled");
                await events.RecordAsync(http, realm, LoginHappenings.Failed(request, disabled.User.Id, username, "user_disabled"));
                await RefuseAsync(http, request, state, username, rememberMe, DisabledMessage);
                break;
            case PasswordResult.Rejected rejected:
                LogFailed(realm.Realm.Name, rejected.UserId, request.Client.ClientId, rejected.Detail);
                await events.RecordAsync(http, realm, LoginHappenings.Failed(
                    request, rejected.UserId, username, rejected.UserId is null ? "user_not_found" : "invalid_user_credentials"));
                await RefuseAsync(http, request, state, username, rememberMe, InvalidMessage);
                break;
            case PasswordResult.HeldBack heldBack:
                // No event: a flood of tries must not become a flood of rows. That the network is held back is logged once.
                RetryAfter.Set(http.Response, heldBack.Wait);
                await RefuseAsync(http, request, state, username, rememberMe, HeldBackMessage, StatusCodes.Status429TooManyRequests);
                break;
            default:
                throw new InvalidOperationException($"{result.GetType()} is no result of a password check.");
        }
    }

    private async Task AcceptAsync(HttpContext http, AuthorizeRequest request, LoginState state, PasswordResult.Accepted accepted, bool rememberMe)
    {
        var proof = users.ProofByPassword(state, accepted.User, rememberMe);
        if (await users.FindAsync(http, request.Realm, proof, accepted) is { } current)
        {
            await flow.ContinueAsync(http, request, proof, current);
        }
        else
        {
            await flow.BeginAsync(http, request, notice: null);
        }
    }

    private Task RefuseAsync(HttpContext http, AuthorizeRequest request, LoginState state, string username, bool rememberMe, string error, int status = StatusCodes.Status200OK)
    {
        metrics.LoginFailed();
        return flow.ShowLoginAsync(http, request, new LoginPageModel(string.Empty, username, rememberMe, Notice: null, error), state.TabId, status);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Realm {Realm}: login of user {UserId} to {ClientId} refused: {Detail}")]
    private partial void LogFailed(string realm, string? userId, string clientId, string detail);
}
