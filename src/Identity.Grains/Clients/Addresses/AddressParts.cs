using System.Globalization;

namespace Identity.Grains.Clients.Addresses;

/// <summary>An absolute address taken apart by position alone: nothing is decoded, so that nothing can mean something else to
/// the browser than it means here.</summary>
/// <param name="Scheme">Lower case.</param>
/// <param name="Authority">Host and port in lower case; null where no // follows the scheme.</param>
/// <param name="Rest">Path and query as sent.</param>
/// <param name="Fragment">What follows the #, as sent; null where there is none.</param>
public sealed record AddressParts(string Scheme, string? Authority, string Rest, string? Fragment = null)
{
    /// <summary>The longest address considered, in characters.</summary>
    public const int MaxLength = 2000;

    /// <summary>Plain http.</summary>
    public bool IsHttp => Scheme == "http";

    /// <summary>Http or https.</summary>
    public bool IsWeb => Scheme is "http" or "https";

    /// <summary>Scheme and authority.</summary>
    public string Origin => Authority is null ? $"{Scheme}:" : $"{Scheme}://{Authority}";

    /// <summary>The whole, for comparison.</summary>
    public string Text => Fragment is null ? Origin + Rest : $"{Origin}{Rest}#{Fragment}";

    /// <summary>Whether it names a port.</summary>
    public bool HasPort => PortAt(Authority) >= 0;

    /// <summary>The host without the port, in lower case; empty where there is none.</summary>
    public string Host => WithoutPort().Authority ?? string.Empty;

    /// <summary>What follows the first ?, as sent; null where there is none.</summary>
    public string? Query => Rest.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? Rest[(mark + 1)..] : null;

    /// <summary>Whether the host is this machine itself, as the one who follows the address sees it.</summary>
    public bool IsLoopback => WithoutPort().Authority is "127.0.0.1" or "[::1]" or "localhost";

    /// <summary>Whether the path has nothing that servers read as a step upwards or as another separator: only such a path may match a wildcard.</summary>
    public bool IsPlainPath
    {
        get
        {
            var query = Rest.IndexOf('?', StringComparison.Ordinal);
            var path = query < 0 ? Rest : Rest[..query];
            return !path.Contains("%2e", StringComparison.OrdinalIgnoreCase) && !path.Contains("%2f", StringComparison.OrdinalIgnoreCase)
                && !path.Contains("%5c", StringComparison.OrdinalIgnoreCase) && !path.Contains("%25", StringComparison.Ordinal)
                && !path.Contains("%0", StringComparison.Ordinal) && !path.Contains("%1", StringComparison.Ordinal)
                && !path.Split('/').Any(segment => segment.Split(';')[0] is "." or "..");
        }
    }

    /// <summary>Takes an address apart; null when it is not absolute, too long, or holds what no redirect address may: user
    /// information, a second #, a backslash, spaces, control or non-ASCII characters, a malformed escape, an empty or malformed host.</summary>
    public static AddressParts? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        if (hash >= 0)
        {
            var fragment = text[(hash + 1)..];
            return text.Length <= MaxLength && IsWritten(fragment) && Parse(text[..hash]) is { } rest ? rest with { Fragment = fragment } : null;
        }

        if (text.Length is 0 or > MaxLength || !IsWritten(text))
        {
            return null;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || !char.IsAsciiLetter(text[0]) || !text[..colon].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '-' or '.'))
        {
            return null;
        }

        var scheme = text[..colon].ToLowerInvariant();
        var after = text[(colon + 1)..];
        if (!after.StartsWith("//", StringComparison.Ordinal))
        {
            return scheme is "http" or "https" ? null : new AddressParts(scheme, null, after);
        }

        var end = after.AsSpan(2).IndexOfAny('/', '?');
        var authority = (end < 0 ? after[2..] : after[2..(end + 2)]).ToLowerInvariant();
        var parts = new AddressParts(scheme, authority, end < 0 ? string.Empty : after[(end + 2)..]);
        return IsAuthority(authority, parts.IsWeb) ? parts : null;
    }

    /// <summary>The same address at the scheme's own port.</summary>
    public AddressParts WithoutPort() => PortAt(Authority) is var at and >= 0 ? this with { Authority = Authority![..at] } : this;

    /// <summary>Whether the text is of the letters of an address alone (RFC 3986 section 2), its escapes whole.</summary>
    internal static bool IsWritten(string text)
    {
        if (!text.All(IsAllowed))
        {
            return false;
        }

        for (var at = text.IndexOf('%', StringComparison.Ordinal); at >= 0; at = text.IndexOf('%', at + 1))
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAllowed(char letter) => letter is not (<= ' ' or > '~' or '\\' or '#' or '"' or '<' or '>' or '`' or '{' or '}' or '|' or '^');

    private static int PortAt(string? authority)
    {
        var colon = authority?.LastIndexOf(':') ?? -1;
        return colon >= 0 && authority!.IndexOf(']', colon) < 0 ? colon : -1;
    }

    private static bool IsAuthority(string authority, bool web)
    {
        var at = PortAt(authority);
        var host = at < 0 ? authority : authority[..at];
        var port = at < 0 ? string.Empty : authority[(at + 1)..];
        return (at < 0 || (port.Length is > 0 and <= 5 && port.All(char.IsAsciiDigit) && int.Parse(port, CultureInfo.InvariantCulture) <= ushort.MaxValue))
            && (host.Length > 0 || !web)
            && (host is ['[', .., ']']
                ? host[1..^1].All(letter => char.IsAsciiHexDigit(letter) || letter is ':' or '.')
                : host.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_'));
    }
}
