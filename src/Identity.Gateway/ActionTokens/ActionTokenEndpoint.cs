using Identity.Gateway.Admin.Records;
using Identity.Gateway.Login;
using Identity.Gateway.Pages;
using Identity.Gateway.Realms;
using Identity.Grains.Passwords;
using Identity.Grains.Storage;
using Identity.Grains.Tokens;
using Identity.Grains.Users;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.ActionTokens;

/// <summary>Takes mailed links: shows what they are for, and does it when the person says so. The link is used up before anything is done.</summary>
internal sealed class ActionTokenEndpoint(AdminRecords records, RevokedTokenReader used, NewPasswords passwords, OtherSessions sessions, IGrainFactory grains, TimeProvider time)
{
    private const string Refused = "This link has expired or has been used already. Please ask for a new one.";

    public async Task HandleAsync(HttpContext http, RealmContext realm)
    {
        var text = http.Request.Query["key"] is [var key] ? key : null;
        if (ActionToken.Read(realm, text, time.GetUtcNow()) is not { } token || await FindAsync(http, realm, token) is not { } user)
        {
            await MessagePages.ErrorAsync(http, realm, StatusCodes.Status400BadRequest, Refused);
            return;
        }

        var address = ActionToken.Address(realm, text!);
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            await ShowAsync(http, realm, token, user, address, error: null);
        }
        else if (token.Actions.Contains(MailedActions.UpdatePassword))
        {
            await UpdatePasswordAsync(http, realm, token, user, address);
        }
        else
        {
            await FinishAsync(http, realm, token, password: null);
        }
    }

    private async Task UpdatePasswordAsync(HttpContext http, RealmContext realm, ActionToken token, UserState user, string address)
    {
        var form = await LoginForm.ReadAsync(http);
        var given = LoginForm.Password(form, "password-new");
        if (given != LoginForm.Password(form, "password-confirm"))
        {
            await ShowAsync(http, realm, token, user, address, "Passwords don't match.");
            return;
        }

        // A password that the policy refuses leaves the link as it is.
        var password = await passwords.PrepareAsync(realm.Realm, user, given);
        if (!password.IsAccepted)
        {
            await ShowAsync(http, realm, token, user, address, PasswordTexts.Of(password.Refusal));
            return;
        }

        if (await FinishAsync(http, realm, token, password.Credential) && LoginForm.IsTicked(form, "logout-sessions"))
        {
            await sessions.EndAsync(realm, token.UserId, keep: null);
        }
    }

    private async Task<bool> FinishAsync(HttpContext http, RealmContext realm, ActionToken token, Credential? password)
    {
        var use = grains.Get<IRevokedTokenGrain>(Key(realm, token));
        var done = await use.TryUseAsync(token.ExpiresAt) && await CommitAsync(realm, token, password);
        await (done
            ? PageWriter.WriteAsync(http, realm, StatusCodes.Status200OK, ActionTokenPages.Done(realm, token.RedirectUri))
            : MessagePages.ErrorAsync(http, realm, StatusCodes.Status400BadRequest, Refused));
        return done;
    }

    private async Task<bool> CommitAsync(RealmContext realm, ActionToken token, Credential? password)
    {
        var history = PasswordPolicy.Parse(realm.Realm.Settings.PasswordPolicy).History;
        var fits = false;
        var result = await records.ChangeAsync<IUserGrain, UserState>(
            realm.Realm.Id,
            token.UserId,
            user => (fits = MailedActions.Fits(token, user)) ? MailedActions.Done(user, token, password, history) : user,
            reported: null);
        return fits && result is WriteResult.Saved;
    }

    private async Task<UserState?> FindAsync(HttpContext http, RealmContext realm, ActionToken token)
    {
        var user = await records.ReadAsync<UserState>(realm.Realm.Id, token.UserId, http.RequestAborted);
        return user is not null && MailedActions.Fits(token, user)
            && !await used.IsRevokedAsync(Key(realm, token), http.RequestAborted) ? user : null;
    }

    private static Task ShowAsync(HttpContext http, RealmContext realm, ActionToken token, UserState user, string address, string? error) =>
        PageWriter.WriteAsync(http, realm, StatusCodes.Status200OK, token.Actions.Contains(MailedActions.UpdatePassword)
            ? UpdatePasswordPage.Render(realm, address, user.Username, error)
            : ActionTokenPages.Confirm(realm, address, token.Email));

    private static EntityKey Key(RealmContext realm, ActionToken token) => RevokedTokenKey.OfToken(realm.Realm.Id, token.Id);
}
