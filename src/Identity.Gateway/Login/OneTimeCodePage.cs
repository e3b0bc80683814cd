using Identity.Gateway.Pages;
using Identity.Gateway.Realms;

namespace Identity.Gateway.Login;

/// <summary>The page that asks for the code of an authenticator application. Works without scripts.</summary>
internal static class OneTimeCodePage
{
    public static Html Render(RealmContext realm, string action, string? error)
    {
        var invalid = error is null ? Html.Empty : Html.Of($""" aria-invalid="true" aria-describedby="input-error" """);
        return PageLayout.Render(realm, $"Sign in to {PageLayout.DisplayName(realm.Realm)}", "Sign in to your account", Html.Of($"""
            <form id="kc-otp-login-form" action="{action}" method="post">
            <div class="field">
            <label for="otp">One-time code</label>
            <input id="otp" name="otp" type="text" inputmode="numeric" autocomplete="one-time-code" spellcheck="false" maxlength="16" autofocus{invalid}>
            {LoginPage.FieldError(error)}
            </div>
            <button id="kc-login" name="login" type="submit">Sign In</button>
            </form>
            """));
    }
}
