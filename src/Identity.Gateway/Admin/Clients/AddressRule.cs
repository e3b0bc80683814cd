using System.Buffers;

namespace Identity.Gateway.Admin.Clients;

/// <summary>What is wrong with an address, by the rules and in the words of Keycloak.</summary>
/// <param name="IllegalScheme">For an address that would run as a script.</param>
/// <param name="Fragment">For an address with a fragment; null allows one.</param>
/// <param name="Invalid">For what is no address.</param>
/// <param name="MustBeUrl">Whether the address must be one that can be fetched.</param>
internal sealed record AddressRule(string IllegalScheme, string? Fragment, string Invalid, bool MustBeUrl)
{
    // The letters that java.net.URI refuses.
    private static readonly SearchValues<char> Illegal = SearchValues.Create(" \"<>\\^`{|}\t\r\n");
    private static readonly string[] Scripts = ["javascript", "data", "vbscript"];
    private static readonly string[] Fetchable = ["http", "https", "ftp", "file", "jar", "mailto"];

    /// <summary>A data: address may be let through where an image may be given.</summary>
    public bool AllowsData { get; init; }

    /// <summary>Null for an address that may be stored.</summary>
    public string? Refuse(string address)
    {
        var scheme = Scheme(address);
        return address.AsSpan().ContainsAny(Illegal) || !IsEscapedRight(address) ? Invalid
            : IsScript(scheme) ? IllegalScheme
            : Fragment is not null && address.Contains('#', StringComparison.Ordinal) ? Fragment
            : MustBeUrl && !Fetchable.Contains(scheme, StringComparer.OrdinalIgnoreCase) ? Invalid
            : null;
    }

    private bool IsScript(string scheme) =>
        Scripts.Contains(scheme, StringComparer.OrdinalIgnoreCase) && !(AllowsData && scheme.Equals("data", StringComparison.OrdinalIgnoreCase));

    private static string Scheme(string address)
    {
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && address.AsSpan(0, colon).IndexOfAny("/?#") < 0 ? address[..colon] : string.Empty;
    }

    private static bool IsEscapedRight(string address)
    {
        for (var at = address.IndexOf('%', StringComparison.Ordinal); at >= 0; at = address.IndexOf('%', at + 1))
        {
            if (at + 2 >= address.Length || !char.IsAsciiHexDigit(address[at + 1]) || !char.IsAsciiHexDigit(address[at + 2]))
            {
                return false;
            }
        }

        return true;
    }
}
