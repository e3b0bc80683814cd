using System.Globalization;

namespace Identity.Grains.Clients.Addresses;

/// <summary>A kind of address that a client can name, and what such an address may be: the one rule for registration, administration,
/// realm files and use.</summary>
/// <param name="Field">The field of Keycloak's representation, or the attribute.</param>
/// <param name="Label">What it is called in a refusal.</param>
/// <param name="Schemes">Which schemes it may have.</param>
public sealed record AddressKind(string Field, string Label, AddressSchemes Schemes)
{
    private static readonly string[] NeverFollowed =
        ["javascript", "data", "vbscript", "file", "blob", "about", "filesystem", "view-source", "jar", "livescript", "mocha", "ms-its", "mhtml"];

    private static readonly string[] RasterImages = ["data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,", "data:image/webp;base64,"];

    /// <summary>Whether it may be a path below the client's root URL.</summary>
    public bool Relative { get; init; }

    /// <summary>Whether a * may stand at its end.</summary>
    public bool Wildcard { get; init; }

    /// <summary>Whether it may have a fragment.</summary>
    public bool Fragment { get; init; }

    /// <summary>Texts that are no addresses but mean something.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>What is added to it; null where nothing is.</summary>
    public AnswerParameters? Answer { get; init; }

    /// <summary>Whether a small picture may stand there itself.</summary>
    public bool Picture { get; init; }

    /// <summary>What is wrong with the address; blank text is none.</summary>
    public AddressFault Judge(string? address)
    {
        // ${authBaseUrl} and ${authAdminUrl} stand for this server's own addresses.
        if (string.IsNullOrEmpty(address) || Words.Contains(address) || address is "${authBaseUrl}" or "${authAdminUrl}"
            || (Picture && RasterImages.Any(start => address.StartsWith(start, StringComparison.OrdinalIgnoreCase)) && AddressParts.IsWritten(address)))
        {
            return AddressFault.None;
        }

        address = address.StartsWith("${auth", StringComparison.Ordinal) && address.IndexOf('}', StringComparison.Ordinal) is var end and > 0
            ? $"https://server{address[(end + 1)..]}"
            : address;
        return IsScript(address) ? AddressFault.Script
            : IsAmbiguous(address) ? AddressFault.Ambiguous
            : address[0] == '/' ? Relative ? Judge(address, AddressParts.Parse($"https://server{address}")) : AddressFault.Invalid
            : Scheme(address).Length == 0 ? Schemes == AddressSchemes.Own && AddressParts.IsWritten(address) ? AddressFault.None : AddressFault.Invalid
            : Wildcard && address.EndsWith("://*", StringComparison.Ordinal) ? AddressFault.None
            : Judge(address, AddressParts.Parse(WithoutWildcard(address)));
    }

    /// <summary>Whether anybody may be sent to an address of that scheme at all.</summary>
    /// <param name="scheme">In lower case.</param>
    public static bool IsFollowed(string scheme) => !NeverFollowed.Contains(scheme);

    /// <summary>Whether the address may be used.</summary>
    public bool Allows(string? address) => !string.IsNullOrEmpty(address) && Judge(address) == AddressFault.None;

    private AddressFault Judge(string address, AddressParts? parts) =>
        !IsOfScheme(Scheme(address)) ? AddressFault.Scheme
        : parts is null ? AddressFault.Invalid
        : !Fragment && parts.Fragment is not null ? AddressFault.Fragment
        : Answer?.ArePlantedIn(parts) == true ? AddressFault.Planted
        : AddressFault.None;

    private bool IsOfScheme(string scheme) => scheme.Length == 0 || Schemes == AddressSchemes.Own || scheme is "http" or "https";

    // http://localhost:* and https://app.example* are written so. A * elsewhere matches nothing.
    private string WithoutWildcard(string address) =>
        !Wildcard ? address : (address.EndsWith('*') ? address[..^1].TrimEnd(':') : address).Replace('*', '-');

    // Browsers pass over what is invisible before and in a scheme, and readers decode it.
    private static bool IsScript(string address)
    {
        var text = string.Concat(Uri.UnescapeDataString(address).Where(letter => letter is > ' ' and <= '~'));
        for (var at = 0; ; at = text.IndexOf(':', at) + 1)
        {
            // A scheme may stand before another one (feed:javascript:), until a path, a query or a fragment begins.
            var rest = text[at..];
            if (NeverFollowed.Any(scheme => rest.Length > scheme.Length && rest[scheme.Length] == ':' && rest.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }

            if (rest.AsSpan().IndexOfAny(":/?#") is var end && (end < 0 || rest[end] != ':'))
            {
                return false;
            }
        }
    }

    private static bool IsAmbiguous(string address)
    {
        if (address.Any(letter => letter < ' ' || letter is '\\' or (>= '\u007f' and <= '\u009f')
            || char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate))
        {
            return true;
        }

        var escaped = Uri.UnescapeDataString(address).Any(char.IsControl);
        var authority = address.IndexOf("//", StringComparison.Ordinal) is var slashes && slashes == 0 ? address
            : slashes > 0 && address[slashes - 1] == ':' && address.IndexOfAny(['/', '?', '#']) == slashes ? address[(slashes + 2)..]
            : string.Empty;
        var end = authority.IndexOfAny(['/', '?', '#']);
        return escaped || slashes == 0 || (end < 0 ? authority : authority[..end]).Contains('@', StringComparison.Ordinal);
    }

    private static string Scheme(string address)
    {
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && address.AsSpan(0, colon).IndexOfAny("/?#") < 0 ? address[..colon].ToLowerInvariant() : string.Empty;
    }
}

/// <summary>Which schemes an address may have.</summary>
public enum AddressSchemes
{
    /// <summary>http and https: a browser is sent there, or the server calls it.</summary>
    Web,

    /// <summary>Those of applications of a device too; never one that runs as a script or reads files.</summary>
    Own,
}
