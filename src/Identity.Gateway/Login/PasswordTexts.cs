using System.Globalization;
using Identity.Grains.Passwords;

namespace Identity.Gateway.Login;

/// <summary>Why a new password is refused, in words for the person.</summary>
internal static class PasswordTexts
{
    private static readonly Dictionary<string, string> ByKey = new(StringComparer.Ordinal)
    {
        ["missingPasswordMessage"] = "Please specify password.",
        ["invalidPasswordMinLengthMessage"] = "Invalid password: minimum length {0}.",
        ["invalidPasswordMaxLengthMessage"] = "Invalid password: maximum length {0}.",
        ["invalidPasswordMinDigitsMessage"] = "Invalid password: must contain at least {0} numerical digits.",
        ["invalidPasswordMinLowerCaseCharsMessage"] = "Invalid password: must contain at least {0} lower case characters.",
        ["invalidPasswordMinUpperCaseCharsMessage"] = "Invalid password: must contain at least {0} upper case characters.",
        ["invalidPasswordMinSpecialCharsMessage"] = "Invalid password: must contain at least {0} special characters.",
        ["invalidPasswordNotUsernameMessage"] = "Invalid password: must not be equal to the username.",
        ["invalidPasswordNotContainsUsernameMessage"] = "Invalid password: Can not contain the username.",
        ["invalidPasswordNotEmailMessage"] = "Invalid password: must not be equal to the email.",
        ["invalidPasswordRegexPatternMessage"] = "Invalid password: fails to match regex pattern(s).",
        ["invalidPasswordHistoryMessage"] = "Invalid password: must not be equal to any of last {0} passwords.",
    };

    public static string Of(PasswordChangeResult.Refused refused) => Of(new PasswordRefusal(refused.MessageKey, refused.Parameters));

    public static string Of(PasswordRefusal refusal)
    {
        var text = ByKey.GetValueOrDefault(refusal.MessageKey, "Invalid password.");
        for (var index = 0; index < refusal.Parameters.Count; index++)
        {
            text = text.Replace(string.Create(CultureInfo.InvariantCulture, $"{{{index}}}"), refusal.Parameters[index], StringComparison.Ordinal);
        }

        return text;
    }
}
