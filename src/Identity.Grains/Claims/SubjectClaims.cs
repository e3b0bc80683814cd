using System.Security.Cryptography;
using System.Text;
using Identity.Grains.Clients;

namespace Identity.Grains.Claims;

/// <summary>The sub claim.</summary>
internal static class SubjectClaims
{
    public static void Sub(ClaimTarget target) => target.Claims["sub"] = target.Subject.User.Id;

    /// <summary>OpenID Connect Core section 8.1: another sub for each sector, the same again each time.</summary>
    public static Action<ClaimTarget> PairwiseSub(MapperConfig config, ClientState client)
    {
        var sector = Host(config.Text("sectorIdentifierUri")) ?? client.RedirectUris.Select(Host).OfType<string>().FirstOrDefault() ?? client.ClientId;
        var salt = config.Text("pairwiseSubAlgorithmSalt") ?? string.Empty;
        return target =>
        {
            if (target.Claims.ContainsKey("sub"))
            {
                target.Claims["sub"] = Pairwise(sector, target.Subject.User.Id, salt);
            }
        };
    }

    private static string? Host(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? uri.Host : null;

    private static string Pairwise(string sector, string userId, string salt)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(sector + userId + salt));
#pragma warning disable CA5351 // RFC 4122 name-based UUIDs (version 3) use MD5, and the subs that Keycloak gave out must stay the same.
        var uuid = MD5.HashData(hash);
#pragma warning restore CA5351
        uuid[6] = (byte)((uuid[6] & 0x0f) | 0x30);
        uuid[8] = (byte)((uuid[8] & 0x3f) | 0x80);
        return new Guid(uuid, bigEndian: true).ToString();
    }
}
