using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Identity.Gateway.Tokens;

/// <summary>Remembers which tokens a realm's keys have verified: most tokens come again and again, and the signature is the dearest part of
/// reading one. It says no more than the signature did: the same keys would say it again. Whether the token has expired, was revoked or has
/// lost its session is not in here, and is asked each time.</summary>
/// <remarks>A token counts for the very set of keys that verified it (<see cref="Grains.Keys.RealmKeys.Ring"/>): when a key is added, disabled or
/// removed, all tokens of the realm are verified anew. Bounded: 4,096 tokens of up to 4,096 characters, each in one of four places; a new one
/// takes the place of another. Of a token's text only the SHA-256 is kept.</remarks>
internal sealed class VerifiedTokens
{
    /// <summary>The longest token that is remembered, in characters.</summary>
    public const int MaxLength = 4096;

    /// <summary>How many tokens are remembered at most.</summary>
    public const int Capacity = Sets * Ways;

    private const int Sets = 1024;
    private const int Ways = 4;

    private readonly Entry?[] _entries = new Entry?[Capacity];
    private int _next;

    /// <summary>The token, if these keys have verified this very text; null when that is not known.</summary>
    public VerifiedToken? Find(TokenName name)
    {
        foreach (var entry in Set(name))
        {
            if (entry is not null && entry.Name == name)
            {
                return entry.Token;
            }
        }

        return null;
    }

    /// <summary>Remembers a token whose signature has just been verified by the keys in its name.</summary>
    public void Add(TokenName name, VerifiedToken token)
    {
        var set = Set(name);
        var free = set.IndexOf((Entry?)null);
        set[free >= 0 ? free : Interlocked.Increment(ref _next) & (Ways - 1)] = new Entry(name, token);
    }

    private Span<Entry?> Set(TokenName name) => _entries.AsSpan((int)((ulong)name.First & (Sets - 1)) * Ways, Ways);

    private sealed record Entry(TokenName Name, VerifiedToken Token);
}

/// <summary>A token and the keys that it was verified by: the ring's number, and the SHA-256 of the text.</summary>
internal readonly record struct TokenName(long Ring, UInt128 First, UInt128 Last)
{
    public static TokenName Of(long ring, string text)
    {
        Span<UInt128> hash = stackalloc UInt128[2];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), MemoryMarshal.AsBytes(hash));
        return new TokenName(ring, hash[0], hash[1]);
    }
}
