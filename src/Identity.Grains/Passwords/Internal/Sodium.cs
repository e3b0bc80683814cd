using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Identity.Grains.Passwords.Internal;

/// <summary>Argon2id (RFC 9106) by the system's libsodium, where there is one: its vector instructions take some 40 % less time than
/// libargon2 as distributions compile it, and most of what a login costs is this.</summary>
internal static unsafe class Sodium
{
    private const int SaltLength = 16;
    private const int Argon2Id13 = 2;

    // 1.0.18 and 1.0.19, and since 1.0.20.
    private static readonly string[] s_names = ["libsodium.so.23", "libsodium.so.26"];
    private static readonly Lazy<nint> s_hash = new(Load);

    /// <summary>The library is there.</summary>
    public static bool IsAvailable => s_hash.Value != 0;

    /// <summary>Whether the library computes such a hash: it knows one lane, version 1.3 and salts of 16 bytes, which is what Keycloak makes.</summary>
    public static bool Covers(PasswordHashPolicy policy, ReadOnlySpan<byte> salt) =>
        policy is { Type: "id", Version: "1.3", Parallelism: 1, MemoryKiB: >= 8 } && salt.Length == SaltLength && IsAvailable;

    /// <summary>Computes a hash that it <see cref="Covers"/>.</summary>
    public static void Hash(PasswordHashPolicy policy, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, Span<byte> hash)
    {
        // int crypto_pwhash_argon2id(out, outlen, passwd, passwdlen, salt, opslimit, memlimit in bytes, alg)
        var compute = (delegate* unmanaged[Cdecl]<byte*, ulong, byte*, ulong, byte*, ulong, nuint, int, int>)s_hash.Value;
        fixed (byte* into = hash, from = password, with = salt)
        {
            if (compute(into, (ulong)hash.Length, from, (ulong)password.Length, with, (ulong)policy.Iterations, (nuint)policy.MemoryKiB * 1024, Argon2Id13) != 0)
            {
                throw new CryptographicException($"Argon2 failed (memory {policy.MemoryKiB} KiB).");
            }
        }
    }

    private static nint Load()
    {
        foreach (var name in s_names)
        {
            // It chooses its instructions when it is initialised; a negative answer is a failure.
            if (NativeLibrary.TryLoad(name, typeof(Sodium).Assembly, searchPath: null, out var library)
                && NativeLibrary.TryGetExport(library, "sodium_init", out var initialise)
                && NativeLibrary.TryGetExport(library, "crypto_pwhash_argon2id", out var hash)
                && ((delegate* unmanaged[Cdecl]<int>)initialise)() >= 0)
            {
                return hash;
            }
        }

        return 0;
    }
}
