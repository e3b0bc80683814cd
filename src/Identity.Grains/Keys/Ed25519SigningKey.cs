using System.Security.Cryptography;
using NSec.Cryptography;

namespace Identity.Grains.Keys;

/// <summary>Ed25519 (RFC 8032, RFC 8037) by libsodium: the framework has no EdDSA of its own.</summary>
internal sealed class Ed25519SigningKey : SigningKey
{
    private const int SeedSize = 32;

    // RFC 8410 sections 4 and 7: the 32 bytes of either key follow a fixed prefix.
    private static readonly byte[] Pkcs8Prefix = Convert.FromHexString("302e020100300506032b657004220420");
    private static readonly int SpkiPrefixSize = Convert.FromHexString("302a300506032b6570032100").Length;

    private readonly Key _key;

    public Ed25519SigningKey(RealmKey key, byte[] pkcs8)
        : base(key) => _key = IsPkcs8(pkcs8) ? Import(pkcs8) : throw new NotSupportedException($"Key {key.Kid} is no Ed25519 key.");

    /// <summary>A new private key in PKCS#8.</summary>
    public static byte[] NewPkcs8() => [.. Pkcs8Prefix, .. RandomNumberGenerator.GetBytes(SeedSize)];

    /// <summary>The public key of a private one as SubjectPublicKeyInfo.</summary>
    public static byte[] PublicKey(byte[] pkcs8)
    {
        using var key = IsPkcs8(pkcs8) ? Import(pkcs8) : throw new CryptographicException("It is no Ed25519 key.");
        return key.PublicKey.Export(KeyBlobFormat.PkixPublicKey);
    }

    /// <summary>The raw 32 bytes in a SubjectPublicKeyInfo.</summary>
    public static ReadOnlySpan<byte> RawPublicKey(byte[] subjectPublicKeyInfo) => subjectPublicKeyInfo.AsSpan(SpkiPrefixSize);

    public override int SignatureSize => SignatureAlgorithm.Ed25519.SignatureSize;

    public override void Sign(ReadOnlySpan<byte> data, Span<byte> signature) => SignatureAlgorithm.Ed25519.Sign(_key, data, signature);

    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        SignatureAlgorithm.Ed25519.Verify(_key.PublicKey, data, signature);

    // Versions and lengths may differ: what came with a public key beside the private one was taken, too.
    private static bool IsPkcs8(byte[] pkcs8) =>
        pkcs8.Length >= Pkcs8Prefix.Length + SeedSize && pkcs8.AsSpan(5, 11).SequenceEqual(Pkcs8Prefix.AsSpan(5, 11));

    private static Key Import(byte[] pkcs8) =>
        Key.Import(SignatureAlgorithm.Ed25519, pkcs8.AsSpan(Pkcs8Prefix.Length, SeedSize), KeyBlobFormat.RawPrivateKey);
}
