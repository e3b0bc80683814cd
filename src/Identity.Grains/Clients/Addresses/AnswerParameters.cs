using System.Collections.Frozen;
using System.Globalization;

namespace Identity.Grains.Clients.Addresses;

/// <summary>The names of what is added to an address when somebody is sent to it. An address that brings one of them itself would have
/// the reader find two, the planted one first.</summary>
public sealed class AnswerParameters
{
    // How often a reader may decode. What is still encoded after that was written to be overlooked.
    private const int MaxDecodings = 4;

    private static readonly char[] Separators = ['&', ';', '?', '#'];
    private static readonly char[] Inner = ['&', ';'];

    private readonly FrozenSet<string> _names;

    private AnswerParameters(params string[] names) => _names = names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>What may come back from a login.</summary>
    public static AnswerParameters Login { get; } = new(
        "code", "state", "iss", "session_state", "error", "error_description", "error_uri", "id_token", "access_token", "refresh_token", "token_type",
        "expires_in", "scope", "response", "kc_action_status");

    /// <summary>What may come back from a logout.</summary>
    public static AnswerParameters Logout { get; } = new("state");

    /// <summary>Whether the query or the fragment, read in any of the ways that are in use, names one of them: decoded, also more than once,
    /// in any letter case, with + for a space, separated by semicolons, as an array, or behind the path of a page in the fragment.</summary>
    public bool ArePlantedIn(AddressParts address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return (address.Query is { } query && Holds(query, inFragment: false)) || (address.Fragment is { } fragment && Holds(fragment, inFragment: true));
    }

    private bool Holds(string text, bool inFragment)
    {
        for (var decodings = 0; decodings <= MaxDecodings; decodings++)
        {
            // Inside of what was encoded a ? belongs to an address that is a value.
            if (text.Split(decodings == 0 ? Separators : Inner).Any(parameter => Name(parameter, inFragment) is { } name && IsName(name)))
            {
                return true;
            }

            var decoded = Uri.UnescapeDataString(text);
            if (decoded == text)
            {
                // What stays encoded in a name (%u0063, overlong UTF-8) is letters to readers that are less strict.
                return text.Split(Inner).Any(parameter => Name(parameter, inFragment)?.Contains('%', StringComparison.Ordinal) == true);
            }

            text = decoded;
        }

        return true;
    }

    // A word alone is a parameter in a query, but a page or a place in a fragment.
    private static string? Name(string parameter, bool inFragment)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            return inFragment ? null : parameter;
        }

        var name = parameter[..equals];
        return name[(name.LastIndexOfAny(['?', '#', '/', '!']) + 1)..];
    }

    // PHP makes underscores of dots and spaces, and arrays of brackets; C ends a text at NUL; trimming takes blanks and invisible letters away.
    private bool IsName(string written)
    {
        var name = string.Concat(written.Replace('+', ' ').Where(letter => letter == '\0' || !IsInvisible(letter))).Trim(' ');
        var array = name.IndexOf('[', StringComparison.Ordinal);
        name = array < 0 ? name : name[..array];
        var end = name.IndexOf('\0', StringComparison.Ordinal);
        return IsKnown(name.Replace("\0", string.Empty, StringComparison.Ordinal)) || (end >= 0 && IsKnown(name[..end]));
    }

    private bool IsKnown(string name)
    {
        var whole = name.Trim(' ').Replace('.', '_').Replace(' ', '_');
        var index = whole.LastIndexOf('_');
        return _names.Contains(whole) || (index > 0 && whole[(index + 1)..].All(char.IsAsciiDigit) && _names.Contains(whole[..index]));
    }

    private static bool IsInvisible(char letter) =>
        char.IsControl(letter) || (char.IsWhiteSpace(letter) && letter != ' ') || char.GetUnicodeCategory(letter) == UnicodeCategory.Format;
}
