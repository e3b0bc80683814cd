using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Identity.Grains.Passwords.Internal;

/// <summary>Argon2 (RFC 9106) by the system's libargon2, or where it can by <see cref="Sodium"/>.</summary>
internal static partial class Argon2
{
    public const string Library = "libargon2.so.1";

    /// <summary>Throws <see cref="Argon2MissingException"/> when the library cannot be loaded.</summary>
    public static void EnsureAvailable()
    {
        if (!NativeLibrary.TryLoad(Library, typeof(Argon2).Assembly, searchPath: null, out _))
        {
            throw new Argon2MissingException(innerException: null);
        }
    }

    public static void Hash(PasswordHashPolicy policy, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, Span<byte> hash)
    {
        if (Sodium.Covers(policy, salt))
        {
            Sodium.Hash(policy, password, salt, hash);
            return;
        }

        HashByReference(policy, password, salt, hash);
    }

    /// <summary>By libargon2, whatever else there is.</summary>
    public static void HashByReference(PasswordHashPolicy policy, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, Span<byte> hash)
    {
        int code;
        try
        {
            code = Argon2Hash(
                (uint)policy.Iterations, (uint)policy.MemoryKiB, (uint)policy.Parallelism, password, (nuint)password.Length, salt,
                (nuint)salt.Length, hash, (nuint)hash.Length, 0, 0, Variant(policy.Type), policy.Version == "1.0" ? 0x10u : 0x13u);
        }
        catch (DllNotFoundException exception)
        {
            throw new Argon2MissingException(exception);
        }

        if (code != 0)
        {
            throw new CryptographicException($"Argon2 failed with code {code} (memory {policy.MemoryKiB} KiB).");
        }
    }

    private static int Variant(string type) => type switch
    {
        "d" => 0,
        "i" => 1,
        _ => 2,
    };

    [LibraryImport(Library, EntryPoint = "argon2_hash")]
    private static partial int Argon2Hash(
        uint passes, uint memoryKiB, uint parallelism, ReadOnlySpan<byte> password, nuint passwordLength, ReadOnlySpan<byte> salt,
        nuint saltLength, Span<byte> hash, nuint hashLength, nint encoded, nuint encodedLength, int variant, uint version);
}
