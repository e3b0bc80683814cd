using System.Globalization;
using System.Text.RegularExpressions;

namespace Identity.Grains.Passwords.Internal;

/// <summary>One requirement of a realm's password policy.</summary>
/// <param name="MessageKey">Names the text that explains the refusal.</param>
/// <param name="Limit">Fills {0} of the text; null for requirements without a number.</param>
/// <param name="Holds">Whether a password meets the requirement.</param>
internal sealed record PasswordPolicyRule(string MessageKey, string? Limit, Func<PasswordCandidate, bool> Holds)
{
    // Anchored and timed: the pattern is an administrator's, the password anyone's.
    private static readonly TimeSpan s_patternTimeout = TimeSpan.FromMilliseconds(250);

    /// <summary>The rule for an entry such as length(8); null when it has none here or its value is not usable.</summary>
    public static PasswordPolicyRule? Create(string id, string? value) => id switch
    {
        "length" => Counted("invalidPasswordMinLengthMessage", value, 8, (password, limit) => password.Length >= limit),
        "maxLength" => Counted("invalidPasswordMaxLengthMessage", value, 64, (password, limit) => password.Length <= limit),
        "digits" => AtLeast("invalidPasswordMinDigitsMessage", value, char.IsDigit),
        "lowerCase" => AtLeast("invalidPasswordMinLowerCaseCharsMessage", value, char.IsLower),
        "upperCase" => AtLeast("invalidPasswordMinUpperCaseCharsMessage", value, char.IsUpper),
        "specialChars" => AtLeast("invalidPasswordMinSpecialCharsMessage", value, symbol => !char.IsLetterOrDigit(symbol)),
        "notUsername" => new("invalidPasswordNotUsernameMessage", null, candidate => !Same(candidate.Password, candidate.Username)),
        "notContainsUsername" => new("invalidPasswordNotContainsUsernameMessage", null,
            candidate => candidate.Username.Length == 0 || !candidate.Password.Contains(candidate.Username, StringComparison.OrdinalIgnoreCase)),
        "notEmail" => new("invalidPasswordNotEmailMessage", null, candidate => !Same(candidate.Password, candidate.Email)),
        "regexPattern" => Pattern(value),
        _ => null,
    };

    private static PasswordPolicyRule AtLeast(string messageKey, string? value, Func<char, bool> counts) =>
        Counted(messageKey, value, 1, (password, limit) => password.Count(counts) >= limit);

    private static PasswordPolicyRule Counted(string messageKey, string? value, int whenMissing, Func<string, int, bool> holds)
    {
        var limit = int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : whenMissing;
        return new(messageKey, limit.ToString(CultureInfo.InvariantCulture), candidate => holds(candidate.Password, limit));
    }

    private static bool Same(string password, string? other) => string.Equals(password, other, StringComparison.OrdinalIgnoreCase);

    private static PasswordPolicyRule? Pattern(string? value)
    {
        if (value is null)
        {
            return null;
        }

        try
        {
            var pattern = new Regex($@"\A(?:{value})\z", RegexOptions.CultureInvariant, s_patternTimeout);
            return new("invalidPasswordRegexPatternMessage", null, candidate => Matches(pattern, candidate.Password));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool Matches(Regex pattern, string password)
    {
        try
        {
            return pattern.IsMatch(password);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
