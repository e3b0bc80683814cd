namespace Identity.Grains.Keys;

/// <summary>When this installation came from a release that signed its own tokens with keys of the realms: logins from before stay valid, and
/// pods of that release, which may run for a while, are understood and understand.</summary>
public sealed class UpgradeToOwnKeys
{
    private const long RollSeconds = 3600;

    /// <summary>Unix seconds; 0 when it never did. Set before realms are served.</summary>
    public long Since { get; set; }

    /// <summary>Until when tokens are signed as the earlier release does, so that its pods take them; Unix seconds.</summary>
    internal long SignsAsBefore => Since == 0 ? 0 : Since + RollSeconds;

    /// <summary>Whether the earlier release made the key and signed with it: one that came in a file or by an administrator names its component.</summary>
    internal bool WasGeneratedBefore(RealmKey key) =>
        key is { Algorithm: JoseAlgorithms.HS512, ProviderId: "hmac-generated", ComponentId: null } && key.CreatedAt <= Since;
}
