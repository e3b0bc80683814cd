using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Identity.Grains.Keys;

/// <summary>The few calls into OpenSSL 3 that Ed25519 needs. A key may be used by several threads at once: each call has its own context.</summary>
internal static partial class LibCrypto
{
    private const string Library = "libcrypto.so.3";
    private const int Ed25519 = 1087; // EVP_PKEY_ED25519 = NID_ED25519
    private const int PublicKeySize = 32;

    public static EvpKeyHandle NewEd25519(ReadOnlySpan<byte> seed)
    {
        var key = NewRawPrivateKey(Ed25519, 0, seed, (nuint)seed.Length);
        return key.IsInvalid ? throw Failed() : key;
    }

    public static byte[] PublicKey(EvpKeyHandle key)
    {
        var raw = new byte[PublicKeySize];
        var length = (nuint)raw.Length;
        Check(GetRawPublicKey(key, raw, ref length));
        return raw;
    }

    public static void Sign(EvpKeyHandle key, ReadOnlySpan<byte> data, Span<byte> signature)
    {
        using var context = NewContext();
        Check(DigestSignInit(context, 0, 0, 0, key));
        var length = (nuint)signature.Length;
        Check(DigestSign(context, signature, ref length, data, (nuint)data.Length));
    }

    public static bool Verify(EvpKeyHandle key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using var context = NewContext();
        Check(DigestVerifyInit(context, 0, 0, 0, key));
        return DigestVerify(context, signature, (nuint)signature.Length, data, (nuint)data.Length) == 1;
    }

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    internal static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    internal static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    private static partial EvpKeyHandle NewRawPrivateKey(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    private static partial int GetRawPublicKey(EvpKeyHandle key, Span<byte> raw, ref nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    private static partial EvpContextHandle NewContext();

    [LibraryImport(Library, EntryPoint = "EVP_DigestSignInit")]
    private static partial int DigestSignInit(EvpContextHandle context, nint keyContext, nint digest, nint engine, EvpKeyHandle key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSign")]
    private static partial int DigestSign(
        EvpContextHandle context, Span<byte> signature, ref nuint signatureLength, ReadOnlySpan<byte> data, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerifyInit")]
    private static partial int DigestVerifyInit(EvpContextHandle context, nint keyContext, nint digest, nint engine, EvpKeyHandle key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerify")]
    private static partial int DigestVerify(
        EvpContextHandle context, ReadOnlySpan<byte> signature, nuint signatureLength, ReadOnlySpan<byte> data, nuint length);

    private static void Check(int result)
    {
        if (result != 1)
        {
            throw Failed();
        }
    }

    private static CryptographicException Failed() => new("OpenSSL refused an Ed25519 operation.");
}

/// <summary>An EVP_PKEY.</summary>
internal sealed class EvpKeyHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeKey(handle);
        return true;
    }
}

/// <summary>An EVP_MD_CTX.</summary>
internal sealed class EvpContextHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeContext(handle);
        return true;
    }
}
