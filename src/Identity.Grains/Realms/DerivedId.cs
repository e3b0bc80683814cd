using System.Security.Cryptography;
using System.Text;

namespace Identity.Grains.Realms;

/// <summary>Name-based UUIDs (RFC 9562 section 5.8) for what a realm file or a template names without an id: an import that is repeated
/// finds its records again.</summary>
/// <remarks>Whoever knows the realm's id and the names can compute them. They name things, and open nothing: never a secret, a salt or a key.</remarks>
internal static class DerivedId
{
    public static string Of(string realmId, string kind, string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{realmId}\n{kind}\n{name}"))[..16];
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash, bigEndian: true).ToString();
    }
}
