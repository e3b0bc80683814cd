using Identity.Grains.Keys;
using Identity.Grains.Realms;

namespace Identity.Benchmarks.Tokens;

/// <summary>Signs nothing, in the length of the key that it stands for: what is left is the writing of a token.</summary>
internal sealed class NoSignature(RealmKey key, int length) : SigningKey(key)
{
    public override int SignatureSize => length;

    public override void Sign(ReadOnlySpan<byte> data, Span<byte> signature) => signature.Clear();

    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => true;

    /// <summary>Keys that sign nothing in place of those of the realm.</summary>
    public static RealmKeys Of(RealmKeys keys, RealmState realm) => new(
        [.. realm.Keys.Where(record => keys.Find(record.Kid) is not null)
            .Select(record => ((SigningKey)new NoSignature(record, keys.Find(record.Kid)!.SignatureSize), record))],
        keys.Published);
}
