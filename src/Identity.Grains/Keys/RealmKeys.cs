using System.Collections.Concurrent;
using System.Collections.Frozen;
using Identity.Grains.Storage;

namespace Identity.Grains.Keys;

/// <summary>The keys of a realm, ready to use.</summary>
public sealed class RealmKeys
{
    private const int MaxHeaders = 64;

    private static long s_rings;

    private readonly ConcurrentDictionary<string, SigningKey> _byHeader = new(StringComparer.Ordinal);
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

    /// <summary>Tells this set of keys from every other that this process has or had: whoever remembers what a key of it has verified
    /// forgets it with the set.</summary>
    public long Ring { get; } = Interlocked.Increment(ref s_rings);

    /// <summary>What the server issues to itself is signed with these, and with none of the others.</summary>
    public OwnKeys Own { get; init; } = OwnKeys.None;

    /// <summary>The asymmetric keys that the JWKS shows: active and passive ones.</summary>
    public IReadOnlyList<RealmKey> Published { get; }

    /// <summary>The key that signs with this algorithm; null when the realm has none.</summary>
    public SigningKey? Active(string algorithm) => _active.GetValueOrDefault(algorithm);

    /// <summary>The key that signs with this algorithm.</summary>
    /// <exception cref="UnreadableRecordException">The realm has none that can be used.</exception>
    public SigningKey ToSign(string algorithm) => Active(algorithm) ?? throw new UnreadableRecordException($"The realm has no usable active {algorithm} key.");

    /// <summary>The key with that id, if it may still verify; null otherwise.</summary>
    public SigningKey? Find(string kid) => _byKid.GetValueOrDefault(kid);

    /// <summary>The key that a token's header names, if a token with that header was verified before; null otherwise.</summary>
    /// <param name="header">In base64url, as it came.</param>
    internal SigningKey? FindByHeader(ReadOnlySpan<char> header) =>
        _byHeader.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(header, out var key) ? key : null;

    /// <summary>Remembers a header that names the key, to be called after the key has verified it: only who holds a key of the realm
    /// can make headers to be remembered.</summary>
    internal void RememberHeader(ReadOnlySpan<char> header, SigningKey key)
    {
        if (_byHeader.Count < MaxHeaders)
        {
            _byHeader.TryAdd(header.ToString(), key);
        }
    }
}
