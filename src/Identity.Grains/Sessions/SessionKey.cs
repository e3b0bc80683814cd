using System.Security.Cryptography;
using Identity.Grains.Storage;

namespace Identity.Grains.Sessions;

/// <summary>Names a session. An offline session has the sid of the login it came from and a key of its own.</summary>
public static class SessionKey
{
    private const string OfflineSuffix = "~offline";

    /// <summary>A new sid: 144 random bits, 24 characters of base64url.</summary>
    public static string NewId() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18));

    /// <summary>The sid of what can begin one session only: 144 bits of a digest.</summary>
    /// <param name="origin">What it is, as hard to guess as a random id.</param>
    public static string IdOf(string origin) =>
        System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(origin)).AsSpan(0, 18));

    /// <summary>The grain key of a session. A sid has no tilde: one that has names no session, and not the offline one either.</summary>
    public static EntityKey Of(string realmId, string? sid, bool offline) =>
        EntityKey.ToFind(realmId, sid is null || sid.Contains('~', StringComparison.Ordinal) ? null : offline ? sid + OfflineSuffix : sid);

    /// <summary>The sid in the id part of a grain key.</summary>
    public static string Sid(string id) =>
        id.EndsWith(OfflineSuffix, StringComparison.Ordinal) ? id[..^OfflineSuffix.Length] : id;

    /// <summary>Whether the id part of a grain key names an offline session.</summary>
    public static bool IsOffline(string id) => id.EndsWith(OfflineSuffix, StringComparison.Ordinal);
}
