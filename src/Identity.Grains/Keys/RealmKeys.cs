using System.Collections.Frozen;

namespace Identity.Grains.Keys;

/// <summary>The keys of a realm, ready to use.</summary>
public sealed class RealmKeys
{
    private readonly FrozenDictionary<string, SigningKey> _active;
    private readonly FrozenDictionary<string, SigningKey> _byKid;

    /// <summary>Takes the signing keys, each with its status and priority, and what is published.</summary>
    public RealmKeys(IReadOnlyList<(SigningKey Key, RealmKey Record)> signing, IReadOnlyList<RealmKey> published)
    {
        ArgumentNullException.ThrowIfNull(signing);
        Published = published;
        _byKid = signing.ToFrozenDictionary(entry => entry.Key.Kid, entry => entry.Key, StringComparer.Ordinal);
        _active = signing
            .Where(entry => entry.Record.Status == "ACTIVE")
            .GroupBy(entry => entry.Key.Algorithm, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.MaxBy(entry => entry.Record.Priority).Key, StringComparer.Ordinal);
    }

    /// <summary>The asymmetric keys that the JWKS shows: active and passive ones.</summary>
    public IReadOnlyList<RealmKey> Published { get; }

    /// <summary>The key that signs with this algorithm; null when the realm has none.</summary>
    public SigningKey? Active(string algorithm) => _active.GetValueOrDefault(algorithm);

    /// <summary>The key with that id, if it may still verify; null otherwise.</summary>
    public SigningKey? Find(string kid) => _byKid.GetValueOrDefault(kid);
}
