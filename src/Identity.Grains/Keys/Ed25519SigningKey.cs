using System.Security.Cryptography;

namespace Identity.Grains.Keys;

/// <summary>Ed25519 (RFC 8032, RFC 8037) through OpenSSL's libcrypto, which .NET on Linux loads anyway: the framework has no EdDSA of its own.</summary>
internal sealed class Ed25519SigningKey : SigningKey
{
    private const int SeedSize = 32;
    private const int Size = 64;

    // RFC 8410 sections 4 and 7: the 32 bytes of either key follow a fixed prefix.
    private static readonly byte[] Pkcs8Prefix = Convert.FromHexString("302e020100300506032b657004220420");
    private static readonly byte[] SpkiPrefix = Convert.FromHexString("302a300506032b6570032100");

    private readonly EvpKeyHandle _key;

    public Ed25519SigningKey(RealmKey key, byte[] pkcs8)
        : base(key)
    {
        if (!IsPkcs8(pkcs8))
        {
            throw new NotSupportedException($"Key {key.Kid} is no Ed25519 key.");
        }

        _key = LibCrypto.NewEd25519(pkcs8.AsSpan(Pkcs8Prefix.Length, SeedSize));
    }

    /// <summary>A new private key in PKCS#8.</summary>
    public static byte[] NewPkcs8() => [.. Pkcs8Prefix, .. RandomNumberGenerator.GetBytes(SeedSize)];

    /// <summary>The public key of a private one as SubjectPublicKeyInfo.</summary>
    public static byte[] PublicKey(byte[] pkcs8)
    {
        if (!IsPkcs8(pkcs8))
        {
            throw new CryptographicException("It is no Ed25519 key.");
        }

        using var key = LibCrypto.NewEd25519(pkcs8.AsSpan(Pkcs8Prefix.Length, SeedSize));
        return [.. SpkiPrefix, .. LibCrypto.PublicKey(key)];
    }

    /// <summary>The raw 32 bytes in a SubjectPublicKeyInfo.</summary>
    public static ReadOnlySpan<byte> RawPublicKey(byte[] subjectPublicKeyInfo) => subjectPublicKeyInfo.AsSpan(SpkiPrefix.Length);

    private static bool IsPkcs8(byte[] pkcs8) =>
        pkcs8.Length >= Pkcs8Prefix.Length + SeedSize && pkcs8.AsSpan(5, 11).SequenceEqual(Pkcs8Prefix.AsSpan(5, 11));

    public override int SignatureSize => Size;

    public override void Sign(ReadOnlySpan<byte> data, Span<byte> signature) => LibCrypto.Sign(_key, data, signature);

    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == Size && LibCrypto.Verify(_key, data, signature);
}
