using Identity.Gateway.Pages;
using Identity.Gateway.Realms;

namespace Identity.Gateway.Login;

/// <summary>What the login page shows.</summary>
/// <param name="Action">Where the form goes.</param>
/// <param name="Username">Filled in; null leaves the field empty.</param>
/// <param name="RememberMe">The box as it was.</param>
/// <param name="Notice">Said above the form; null for none.</param>
/// <param name="Error">Why the last attempt failed, tied to both fields; null for none.</param>
internal sealed record LoginPageModel(string Action, string? Username, bool RememberMe, string? Notice, string? Error);

/// <summary>The login page. Works without scripts.</summary>
internal static class LoginPage
{
    public static Html Render(RealmContext realm, LoginPageModel model)
    {
        var settings = realm.Realm.Settings;
        var label = settings switch
        {
            { RegistrationEmailAsUsername: true } => "Email",
            { LoginWithEmailAllowed: true, DuplicateEmailsAllowed: false } => "Username or email",
            _ => "Username",
        };
        var invalid = model.Error is null ? Html.Empty : Html.Of($""" aria-invalid="true" aria-describedby="input-error" """);
        var focusPassword = !string.IsNullOrEmpty(model.Username);
        var rememberMe = settings.RememberMe
            ? Html.Of($"""
                <div class="check"><input id="rememberMe" name="rememberMe" type="checkbox"{(model.RememberMe ? Html.Of($" checked") : Html.Empty)}><label for="rememberMe">Remember me</label></div>
                """)
            : Html.Empty;
        return PageLayout.Render(realm, $"Sign in to {PageLayout.DisplayName(realm.Realm)}", "Sign in to your account", Html.Of($"""
            {Notice(model.Notice)}
            <form id="kc-form-login" action="{model.Action}" method="post">
            <div class="field">
            <label for="username">{label}</label>
            <input id="username" name="username" type="text" value="{model.Username}" autocomplete="username" autocapitalize="none" autocorrect="off" spellcheck="false" maxlength="255"{invalid}{Autofocus(!focusPassword)}>
            </div>
            <div class="field">
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="current-password"{invalid}{Autofocus(focusPassword)}>
            {FieldError(model.Error)}
            </div>
            {rememberMe}
            <button id="kc-login" name="login" type="submit">Sign In</button>
            </form>
            """));
    }

    /// <summary>A sentence above a form.</summary>
    public static Html Notice(string? text) =>
        text is null ? Html.Empty : Html.Of($"""<p class="alert instruction" role="status">{text}</p>""");

    /// <summary>Why a field was refused; read out when the page opens.</summary>
    public static Html FieldError(string? text) =>
        text is null ? Html.Empty : Html.Of($"""<span id="input-error" class="field-error" role="alert">{text}</span>""");

    private static Html Autofocus(bool on) => on ? Html.Of($" autofocus") : Html.Empty;
}
