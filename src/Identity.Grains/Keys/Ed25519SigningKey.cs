using System.Runtime.InteropServices;

namespace Identity.Grains.Keys;

/// <summary>Ed25519 (RFC 8032) through OpenSSL's libcrypto, which .NET on Linux loads anyway: the framework has no EdDSA of its own.</summary>
internal sealed partial class Ed25519SigningKey : SigningKey
{
    private const int KeyType = 1087; // OpenSSL: EVP_PKEY_ED25519 = NID_ED25519
    private const int SignatureSize = 64;
    private const int Pkcs8PrefixSize = 16; // RFC 8410 section 7: the 32 key bytes follow a fixed prefix.
    private const string Library = "libcrypto.so.3";
    private readonly byte[] _seed;

    public Ed25519SigningKey(RealmKey key, byte[] pkcs8)
        : base(key)
    {
        if (pkcs8.Length != Pkcs8PrefixSize + 32)
        {
            throw new NotSupportedException($"Key {key.Kid} is no Ed25519 key.");
        }

        _seed = pkcs8[Pkcs8PrefixSize..];
    }

    public override byte[] Sign(ReadOnlySpan<byte> data)
    {
        var signature = new byte[SignatureSize];
        var length = (nuint)SignatureSize;
        Check(With((context, pkey) =>
            DigestSignInit(context, 0, 0, 0, pkey) == 1, () => NewRawPrivateKey(KeyType, 0, _seed, (nuint)_seed.Length), out var context, out var release));
        try
        {
            Check(DigestSign(context, signature, ref length, data.ToArray(), (nuint)data.Length) == 1);
            return signature;
        }
        finally
        {
            release();
        }
    }

    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureSize)
        {
            return false;
        }

        Check(With((context, pkey) =>
            DigestVerifyInit(context, 0, 0, 0, pkey) == 1, () => NewRawPrivateKey(KeyType, 0, _seed, (nuint)_seed.Length), out var context, out var release));
        try
        {
            return DigestVerify(context, signature.ToArray(), SignatureSize, data.ToArray(), (nuint)data.Length) == 1;
        }
        finally
        {
            release();
        }
    }

    private static bool With(Func<nint, nint, bool> init, Func<nint> newKey, out nint context, out Action release)
    {
        var pkey = newKey();
        var digest = NewContext();
        context = digest;
        release = () =>
        {
            FreeContext(digest);
            FreeKey(pkey);
        };
        return pkey != 0 && digest != 0 && init(digest, pkey);
    }

    private static void Check(bool succeeded)
    {
        if (!succeeded)
        {
            throw new System.Security.Cryptography.CryptographicException("OpenSSL refused an Ed25519 operation.");
        }
    }

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    private static partial nint NewRawPrivateKey(int type, nint engine, byte[] key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    private static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    private static partial nint NewContext();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    private static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSignInit")]
    private static partial int DigestSignInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSign")]
    private static partial int DigestSign(nint context, byte[] signature, ref nuint signatureLength, byte[] data, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerifyInit")]
    private static partial int DigestVerifyInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerify")]
    private static partial int DigestVerify(nint context, byte[] signature, nuint signatureLength, byte[] data, nuint length);
}
