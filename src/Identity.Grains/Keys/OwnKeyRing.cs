using System.Security.Cryptography;
using System.Text;

namespace Identity.Grains.Keys;

/// <summary>The keys of one purpose of <see cref="OwnKeys"/>.</summary>
public sealed class OwnKeyRing
{
    private readonly SigningKey[] _own;
    private readonly SigningKey[] _before;
    private readonly long _signsAsBefore;
    private readonly long _readsAsBefore;
    private readonly TimeProvider _time;

    internal OwnKeyRing(SigningKey[] own, SigningKey[] before, long signsAsBefore, long readsAsBefore, TimeProvider time)
    {
        _own = own;
        _before = before;
        _signsAsBefore = signsAsBefore;
        _readsAsBefore = readsAsBefore;
        _time = time;
    }

    /// <summary>Whether pods of the release before may still run, which do not know these keys.</summary>
    public bool IsUpgrading => _signsAsBefore > Now;

    private long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The key that signs now.</summary>
    public SigningKey Signs => _before.Length > 0 && IsUpgrading ? _before[0] : Own;

    private SigningKey Own => _own.Length > 0 ? _own[0] : throw new InvalidOperationException("There is no key ring.");

    /// <summary>The first bytes of a code that proves that this server has made the text.</summary>
    public void Mark(string text, Span<byte> mark) => Mark(Own, text, mark);

    /// <summary>Whether <see cref="Mark(string, Span{byte})"/> made it for that text, with a key of the ring.</summary>
    public bool IsMark(string text, ReadOnlySpan<byte> mark)
    {
        Span<byte> expected = stackalloc byte[SHA512.HashSizeInBytes];
        expected = expected[..mark.Length];
        foreach (var key in _own)
        {
            Mark(key, text, expected);
            if (CryptographicOperations.FixedTimeEquals(expected, mark))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The key whose header this is, exactly as we write it; null when there is none.</summary>
    /// <param name="header">In base64url, as it came.</param>
    /// <param name="type">The typ header.</param>
    internal SigningKey? Find(ReadOnlySpan<char> header, string type) =>
        Find(_own, header, type) ?? (_before.Length > 0 && _readsAsBefore > Now ? Find(_before, header, type) : null);

    private static SigningKey? Find(SigningKey[] keys, ReadOnlySpan<char> header, string type)
    {
        foreach (var key in keys)
        {
            if (Ascii.Equals(key.Header(type), header))
            {
                return key;
            }
        }

        return null;
    }

    private static void Mark(SigningKey key, string text, Span<byte> mark)
    {
        Span<byte> code = stackalloc byte[SHA512.HashSizeInBytes];
        key.Sign(Encoding.UTF8.GetBytes(text), code);
        code[..mark.Length].CopyTo(mark);
    }
}
