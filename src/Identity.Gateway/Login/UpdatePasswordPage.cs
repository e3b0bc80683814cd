using Identity.Gateway.Pages;
using Identity.Gateway.Realms;

namespace Identity.Gateway.Login;

/// <summary>The page on which a new password is chosen.</summary>
internal static class UpdatePasswordPage
{
    public static Html Render(RealmContext realm, string action, string username, string? error)
    {
        var invalid = error is null ? Html.Empty : Html.Of($""" aria-invalid="true" aria-describedby="input-error" """);
        return PageLayout.Render(realm, $"Sign in to {PageLayout.DisplayName(realm.Realm)}", "Update password", Html.Of($"""
            {LoginPage.Notice("You need to change your password to activate your account.")}
            <form id="kc-passwd-update-form" action="{action}" method="post">
            <input type="text" name="username" value="{username}" autocomplete="username" readonly hidden>
            <div class="field">
            <label for="password-new">New password</label>
            <input id="password-new" name="password-new" type="password" autocomplete="new-password" autofocus{invalid}>
            </div>
            <div class="field">
            <label for="password-confirm">Confirm password</label>
            <input id="password-confirm" name="password-confirm" type="password" autocomplete="new-password"{invalid}>
            {LoginPage.FieldError(error)}
            </div>
            <div class="check"><input id="logout-sessions" name="logout-sessions" type="checkbox" value="on" checked><label for="logout-sessions">Sign out from other devices</label></div>
            <button id="kc-submit" name="login" type="submit">Submit</button>
            </form>
            """));
    }
}
