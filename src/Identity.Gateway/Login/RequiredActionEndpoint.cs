using Identity.Gateway.Authorize;
using Identity.Gateway.Events;
using Identity.Gateway.Pages;
using Identity.Gateway.Realms;
using Identity.Grains.Passwords;
using Identity.Grains.Users;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Login;

/// <summary>What a person must do before the login ends: choosing a new password.</summary>
internal sealed class RequiredActionEndpoint(DueAction due, LoginStates states, LoginFlow flow, LoginUsers users, PasswordChange change, OtherSessions others, LoginEvents events)
{
    public async Task HandleAsync(HttpContext http, RealmContext realm)
    {
        if (await due.OpenAsync(http, realm, PendingAction.UpdatePassword) is not var (state, request, user))
        {
            return;
        }

        if (HttpMethods.IsGet(http.Request.Method))
        {
            await ShowAsync(http, realm, state, user, error: null);
            return;
        }

        await UpdateAsync(http, request, state, user);
    }

    private async Task UpdateAsync(HttpContext http, AuthorizeRequest request, LoginState state, UserState user)
    {
        var form = await LoginForm.ReadAsync(http);
        var password = LoginForm.Password(form, "password-new");
        if (password.Length == 0)
        {
            await ShowAsync(http, request.Realm, state, user, "Please specify password.");
            return;
        }

        if (password != LoginForm.Password(form, "password-confirm"))
        {
            await ShowAsync(http, request.Realm, state, user, "Passwords don't match.");
            return;
        }

        if (await change.ChangeAsync(request.Realm.Realm, user, password) is PasswordChangeResult.Refused refused)
        {
            await ShowAsync(http, request.Realm, state, user, PasswordTexts.Of(refused));
            return;
        }

        await events.RecordAsync(http, request.Realm, LoginHappenings.PasswordUpdated(request, user.Id));
        if (LoginForm.IsTicked(form, "logout-sessions"))
        {
            await others.EndAsync(request.Realm, user.Id, keep: state.Proof!.SessionId);
        }

        var current = await users.FindAsync(http, request.Realm, state.Proof!);
        await (current is null ? flow.BeginAsync(http, request, notice: null) : flow.ContinueAsync(http, request, LoginUsers.Renew(request, state.Proof!, current), current));
    }

    private Task ShowAsync(HttpContext http, RealmContext realm, LoginState state, UserState user, string? error) =>
        PageWriter.WriteAsync(http, realm, StatusCodes.Status200OK, UpdatePasswordPage.Render(
            realm, states.Address(realm, state, "required-action", "UPDATE_PASSWORD"), user.Username, error), leadsTo: LoginStates.LeadsTo(state));
}
