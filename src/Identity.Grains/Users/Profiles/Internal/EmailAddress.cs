using System.Buffers;

namespace Identity.Grains.Users.Profiles.Internal;

/// <summary>Whether text has the form of an email address (RFC 5321, 5322 without comments; letters of any script).</summary>
internal static class EmailAddress
{
    private const int MaxDomainLength = 255;
    private const int MaxLabelLength = 63;

    private static readonly SearchValues<char> s_atom =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+/=?^_`{|}~-.");

    public static bool IsValid(string text, long maxLocalLength)
    {
        var at = text.LastIndexOf('@');
        return at > 0 && at <= maxLocalLength && IsLocal(text.AsSpan(0, at)) && IsDomain(text.AsSpan(at + 1));
    }

    private static bool IsLocal(ReadOnlySpan<char> local) => local is ['"', .. var quoted, '"'] ? IsQuoted(quoted) : IsDotted(local);

    private static bool IsDotted(ReadOnlySpan<char> local)
    {
        if (local[0] == '.' || local[^1] == '.' || local.IndexOf("..", StringComparison.Ordinal) >= 0)
        {
            return false;
        }

        foreach (var letter in local)
        {
            if (letter < 0x80 ? !s_atom.Contains(letter) : char.IsControl(letter) || char.IsWhiteSpace(letter))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsQuoted(ReadOnlySpan<char> quoted)
    {
        for (var index = 0; index < quoted.Length; index++)
        {
            if (char.IsControl(quoted[index]) || quoted[index] == '"' || (quoted[index] == '\\' && ++index == quoted.Length))
            {
                return false;
            }
        }

        return quoted.Length > 0;
    }

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        if (domain.Length is 0 or > MaxDomainLength)
        {
            return false;
        }

        if (domain is ['[', .. var literal, ']'])
        {
            return System.Net.IPAddress.TryParse(literal.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? literal[5..] : literal, out _);
        }

        foreach (var range in domain.Split('.'))
        {
            if (!IsLabel(domain[range]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLabel(ReadOnlySpan<char> label)
    {
        if (label.Length is 0 or > MaxLabelLength || label[0] == '-' || label[^1] == '-')
        {
            return false;
        }

        foreach (var letter in label)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter != '-' && (letter < 0x80 || char.IsControl(letter) || char.IsWhiteSpace(letter)))
            {
                return false;
            }
        }

        return true;
    }
}
