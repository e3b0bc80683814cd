using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Identity.Grains.Sessions;

/// <summary>Proof Key for Code Exchange (RFC 7636).</summary>
internal static class CodeVerifier
{
    private const int MinLength = 43;
    private const int MaxLength = 128;

    /// <summary>Why the verifier does not satisfy the challenge; null when it does.</summary>
    public static CodeRefusal? Check(string? challenge, string? method, string? verifier)
    {
        if (challenge is null)
        {
            // RFC 9700 section 4.8.2: a verifier without a challenge is a sign of a stripped challenge.
            return verifier is null ? null : CodeRefusal.VerifierUnexpected;
        }

        if (string.IsNullOrEmpty(verifier))
        {
            return CodeRefusal.VerifierMissing;
        }

        return IsWellFormed(verifier) && Matches(challenge, method, verifier) ? null : CodeRefusal.VerifierMismatch;
    }

    // RFC 7636 section 4.1: 43 to 128 unreserved characters.
    private static bool IsWellFormed(string verifier) =>
        verifier.Length is >= MinLength and <= MaxLength
        && verifier.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_' or '~');

    private static bool Matches(string challenge, string? method, string verifier)
    {
        var bytes = Encoding.ASCII.GetBytes(verifier);
        var derived = method == "S256" ? Base64Url.EncodeToUtf8(SHA256.HashData(bytes)) : bytes;
        return CryptographicOperations.FixedTimeEquals(derived, Encoding.UTF8.GetBytes(challenge));
    }
}
