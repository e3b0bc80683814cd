using Identity.Gateway.Authorize;
using Identity.Gateway.Pages;
using Identity.Grains.Users.Profiles;

namespace Identity.Gateway.Login;

/// <summary>The page on which users fill in their profile. Works without scripts.</summary>
internal static class UpdateProfilePage
{
    public static Html Render(
        AuthorizeRequest request, string action, Dictionary<string, IReadOnlyList<string>> values, IReadOnlyList<ProfileError> errors)
    {
        var realm = request.Realm.Realm.Settings;
        var scopes = ProfileForm.Scopes(request);
        var fields = ProfileForm.Fields(realm, scopes).Select(attribute => Field(
            attribute,
            ProfileForm.IsEditable(realm, attribute),
            attribute.Name == ProfileNames.Username || attribute.IsRequired(ProfileActor.User, scopes),
            values.GetValueOrDefault(attribute.Name) ?? [],
            errors.FirstOrDefault(error => error.Field == attribute.Name)));
        return PageLayout.Render(request.Realm, $"Sign in to {PageLayout.DisplayName(request.Realm.Realm)}", "Update Account Information", Html.Of($"""
            {LoginPage.Notice("You need to update your user profile to activate your account.")}
            <form id="kc-update-profile-form" action="{action}" method="post">
            {Html.Join(fields)}
            <button id="kc-submit" name="login" type="submit">Submit</button>
            </form>
            """));
    }

    private static Html Field(ProfileAttribute attribute, bool editable, bool required, IReadOnlyList<string> values, ProfileError? error)
    {
        var label = ProfileTexts.Label(attribute);
        var star = required && editable ? Html.Of($""" <span aria-hidden="true">*</span>""") : Html.Empty;
        return Html.Of($"""
            <div class="field">
            <label for="{attribute.Name}">{label}{star}</label>
            {Inputs(attribute, editable, required, values, error)}
            {(error is null ? Html.Empty : Html.Of($"""<span id="input-error-{attribute.Name}" class="field-error" role="alert">{ProfileTexts.Of(error, label)}</span>"""))}
            </div>

            """);
    }

    private static Html Inputs(ProfileAttribute attribute, bool editable, bool required, IReadOnlyList<string> values, ProfileError? error)
    {
        var state = Html.Join(
        [
            editable ? Html.Empty : Html.Of($" disabled"),
            error is null ? Html.Empty : Html.Of($""" aria-invalid="true" aria-describedby="input-error-{attribute.Name}" """),
            required && editable ? Html.Of($""" aria-required="true" """) : Html.Empty,
        ]);
        if (attribute.Options is { } options)
        {
            var choices = options.Select(option => Html.Of($"""<option value="{option}"{(values.Contains(option) ? Html.Of($" selected") : Html.Empty)}>{option}</option>"""));
            return Html.Of($"""<select id="{attribute.Name}" name="{attribute.Name}"{(attribute.Multivalued ? Html.Of($" multiple") : Html.Empty)}{state}><option value=""></option>{Html.Join(choices)}</select>""");
        }

        // One field more than there are values: that is how another is added.
        var shown = attribute.Multivalued && editable ? [.. values, string.Empty] : values.Count == 0 ? [string.Empty] : values;
        return Html.Join(shown.Select((value, index) => Html.Of(
            $"""<input id="{attribute.Name}{(index == 0 ? string.Empty : $"-{index}")}" name="{attribute.Name}" type="{(attribute.Name == ProfileNames.Email ? "email" : "text")}" value="{value}" maxlength="4096"{state}>""")));
    }
}
