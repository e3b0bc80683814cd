using System.Buffers;

namespace Identity.Gateway.Tokens;

/// <summary>Tells whether a text from outside may become part of a session's grain key.</summary>
internal static class SessionIds
{
    private static readonly SearchValues<char> Base64Url =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>One to 128 characters of base64url.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text) => text.Length is > 0 and <= 128 && !text.ContainsAnyExcept(Base64Url);
}
