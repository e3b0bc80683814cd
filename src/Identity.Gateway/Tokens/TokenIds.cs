using System.Security.Cryptography;
using System.Text;

namespace Identity.Gateway.Tokens;

/// <summary>Makes jti values. An access token's begins with Keycloak's six letters: session type, token type, grant.</summary>
internal static class TokenIds
{
    /// <summary>An access token's jti.</summary>
    public static string ForAccessToken(bool offline, bool hasSession, bool lightweight, string grant) =>
        $"{(offline ? "of" : hasSession ? "on" : "tr")}{(lightweight ? "lt" : "rt")}{grant}:{Guid.NewGuid()}";

    /// <summary>Whether an access token's jti says that its session is an offline one.</summary>
    public static bool IsOffline(string id) => id.StartsWith("of", StringComparison.Ordinal) && id.Length > 6 && id[6] == ':';

    /// <summary>A refresh token's jti: the same for the same family and generation, so that a client that asks again for a lost answer
    /// gets the same successor.</summary>
    public static string ForRefreshToken(string familyId, int generation)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{familyId} {generation}"), hash);
        return new Guid(hash[..16]).ToString();
    }
}
