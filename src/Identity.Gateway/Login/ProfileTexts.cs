using System.Globalization;
using Identity.Grains.Users.Profiles;

namespace Identity.Gateway.Login;

/// <summary>Names of attributes and why their values are refused, in words for the person.</summary>
internal static class ProfileTexts
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        ["username"] = "Username",
        ["email"] = "Email",
        ["firstName"] = "First name",
        ["lastName"] = "Last name",
        ["locale"] = "Language",
    };

    private static readonly Dictionary<string, string> Messages = new(StringComparer.Ordinal)
    {
        ["error-user-attribute-required"] = "Please specify {0}.",
        ["error-user-attribute-read-only"] = "{0} cannot be changed.",
        ["error-invalid-value"] = "{0} has an invalid value.",
        ["error-invalid-length"] = "{0} must have a length between {1} and {2}.",
        ["error-invalid-length-too-short"] = "{0} must have a minimal length of {1}.",
        ["error-invalid-length-too-long"] = "{0} must have a maximal length of {2}.",
        ["error-invalid-multivalued-size"] = "{0} must have at least {1} and at most {2} values.",
        ["error-invalid-email"] = "Invalid email address.",
        ["error-invalid-number"] = "{0} is an invalid number.",
        ["error-number-out-of-range"] = "{0} must be a number between {1} and {2}.",
        ["error-number-out-of-range-too-small"] = "{0} must have a minimal value of {1}.",
        ["error-number-out-of-range-too-big"] = "{0} must have a maximal value of {2}.",
        ["error-pattern-no-match"] = "{0} has an invalid value.",
        ["error-invalid-uri"] = "{0} is an invalid URL.",
        ["error-invalid-uri-scheme"] = "{0} has an invalid URL scheme.",
        ["error-invalid-uri-fragment"] = "{0} has an invalid URL fragment.",
        ["error-invalid-date"] = "{0} is an invalid date.",
        ["error-username-invalid-character"] = "{0} contains an invalid character.",
        ["error-person-name-invalid-character"] = "{0} contains an invalid character.",
        ["emailExistsMessage"] = "Email already exists.",
        ["usernameExistsMessage"] = "Username already exists.",
        ["tryAgainMessage"] = "Your account is being changed elsewhere. Please try again.",
    };

    /// <summary>The attribute's name on pages.</summary>
    public static string Label(ProfileAttribute attribute) => attribute.DisplayName switch
    {
        null or "" => Labels.GetValueOrDefault(attribute.Name, attribute.Name),
        ['$', '{', .. var key, '}'] => Labels.GetValueOrDefault(key, attribute.Name),
        var text => text,
    };

    /// <summary>The sentence.</summary>
    public static string Of(ProfileError error, string label)
    {
        var text = Messages.GetValueOrDefault(error.Message, "{0} has an invalid value.").Replace("{0}", label, StringComparison.Ordinal);
        for (var index = 1; index < error.Parameters.Count; index++)
        {
            text = text.Replace(string.Create(CultureInfo.InvariantCulture, $"{{{index}}}"), error.Parameters[index]?.ToString(), StringComparison.Ordinal);
        }

        return text;
    }
}
