using System.Security.Cryptography;
using System.Text;
using Identity.Grains.Keys;

namespace Identity.Gateway.Tokens;

/// <summary>Makes jti values. An access token's begins with Keycloak's six letters: session type, token type, grant.</summary>
internal static class TokenIds
{
    private const int MarkStart = 9; // Behind the byte that holds the variant.

    /// <summary>An access token's jti. Half of its UUID is random, half is the mark of the client's part of the session: when that part
    /// ends its tokens are dead for good, also when the client is let into the same session again.</summary>
    public static string ForAccessToken(bool offline, string? partId, bool lightweight, string grant)
    {
        Span<byte> id = stackalloc byte[16];
        RandomNumberGenerator.Fill(id);
        if (partId is not null)
        {
            Mark(partId, id[MarkStart..]);
        }

        // RFC 9562 section 5.4: version 4 and its variant.
        id[6] = (byte)((id[6] & 0x0F) | 0x40);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        var uuid = new Guid(id, bigEndian: true);
        return $"{(offline ? "of" : partId is not null ? "on" : "tr")}{(lightweight ? "lt" : "rt")}{grant}:{uuid}";
    }

    /// <summary>The jti of an access token without a session. Half of its UUID is random, half proves that this server made it, for just these
    /// rights: a key of the realm alone, which an administrator may have uploaded, makes no token that counts here.</summary>
    public static string ForSessionless(SessionlessRights rights, OwnKeyRing keys, bool lightweight, string grant)
    {
        Span<byte> id = stackalloc byte[16];
        RandomNumberGenerator.Fill(id);
        id[6] = (byte)((id[6] & 0x0F) | 0x40);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        keys.Mark(Made(rights, id), id[MarkStart..]);
        return $"tr{(lightweight ? "lt" : "rt")}{grant}:{new Guid(id, bigEndian: true)}";
    }

    /// <summary>Whether <see cref="ForSessionless"/> made it for these rights.</summary>
    public static bool IsSessionless(string id, SessionlessRights rights, OwnKeyRing keys)
    {
        Span<byte> bytes = stackalloc byte[16];
        return Guid.TryParse(id.AsSpan(id.IndexOf(':', StringComparison.Ordinal) + 1), out var uuid)
            && uuid.TryWriteBytes(bytes, bigEndian: true, out _)
            && (keys.IsMark(Made(rights, bytes), bytes[MarkStart..]) || keys.IsUpgrading);
    }

    private static string Made(SessionlessRights rights, ReadOnlySpan<byte> id) =>
        $"{Convert.ToHexString(id[..MarkStart])} {rights.ClientId} {rights.IssuedAt} {rights.ExpiresAt} {rights.Scope}";

    /// <summary>Whether an access token's jti bears the mark of that part of a session.</summary>
    public static bool IsOfPart(string id, string? partId)
    {
        if (partId is null || !Guid.TryParse(id.AsSpan(id.IndexOf(':', StringComparison.Ordinal) + 1), out var uuid))
        {
            return false;
        }

        Span<byte> own = stackalloc byte[16];
        Span<byte> mark = stackalloc byte[16 - MarkStart];
        uuid.TryWriteBytes(own, bigEndian: true, out _);
        Mark(partId, mark);
        return own[MarkStart..].SequenceEqual(mark);
    }

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

    private static void Mark(string partId, Span<byte> mark)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(partId), hash);
        hash[..mark.Length].CopyTo(mark);
    }
}

/// <summary>What an access token without a session gives a right to.</summary>
/// <param name="ClientId">The Id (UUID) of its client.</param>
/// <param name="IssuedAt">Unix seconds.</param>
/// <param name="ExpiresAt">Unix seconds.</param>
/// <param name="Scope">As signed.</param>
internal readonly record struct SessionlessRights(string ClientId, long IssuedAt, long? ExpiresAt, string? Scope);
