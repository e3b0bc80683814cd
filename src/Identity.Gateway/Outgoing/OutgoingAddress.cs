using System.Diagnostics.CodeAnalysis;

namespace Identity.Gateway.Outgoing;

/// <summary>Reads addresses that others have named.</summary>
internal static class OutgoingAddress
{
    /// <summary>Longer ones are no addresses.</summary>
    public const int MaxLength = 2_000;

    private const int MaxHostLength = 255;

    /// <summary>Whether the text is an address that can be called: http or https, a host that has a name or an address, no user. Throws nothing.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Uri? address)
    {
        address = null;
        try
        {
            // Uri takes hosts that it cannot write as DNS has them, and only tells when they are asked for.
            if (text is { Length: <= MaxLength }
                && !text.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter == '\\')
                && Uri.TryCreate(text, UriKind.Absolute, out var parsed)
                && (parsed.Scheme == Uri.UriSchemeHttp || parsed.Scheme == Uri.UriSchemeHttps)
                && parsed.UserInfo.Length == 0
                && parsed.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
                && parsed.IdnHost is { Length: > 0 and <= MaxHostLength }
                && parsed.Port is > 0 and <= ushort.MaxValue)
            {
                address = parsed;
            }
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            // No address.
        }

        return address is not null;
    }
}
