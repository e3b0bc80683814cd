using Identity.Grains.Realms;

namespace Identity.Grains.Passwords;

/// <summary>An algorithm and its cost: what a realm wants for new passwords, or what a stored one was made with.</summary>
public sealed record PasswordHashPolicy
{
    internal const string Argon2Id = "argon2";
    internal const string Sha1 = "pbkdf2";
    internal const string Sha256 = "pbkdf2-sha256";
    internal const string Sha512 = "pbkdf2-sha512";

    // Bounds that no honest realm reaches; a hash at the bound takes one or two seconds, some three of the kinds that only Bouncy Castle knows.
    private const int MaxArgon2MemoryKiB = 256 * 1024;
    private const int MaxArgon2Parallelism = 16;
    private const long MaxArgon2Work = 1024 * 1024;
    private const int MaxPbkdf2Iterations = 3_000_000;

    /// <summary>Keycloak's default: Argon2id 1.3, 7168 KiB, 5 passes, 1 lane, 32 bytes.</summary>
    public static PasswordHashPolicy Default { get; } = new();

    /// <summary>argon2, pbkdf2-sha512, pbkdf2-sha256 or pbkdf2 (SHA-1, only kept for old hashes).</summary>
    public string Algorithm { get; init; } = Argon2Id;

    /// <summary>Argon2: passes; PBKDF2: rounds.</summary>
    public int Iterations { get; init; } = 5;

    /// <summary>Argon2 only.</summary>
    public int MemoryKiB { get; init; } = 7168;

    /// <summary>Argon2 only: lanes.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>Argon2 only: id, i or d.</summary>
    public string Type { get; init; } = "id";

    /// <summary>Argon2 only: 1.3 or 1.0.</summary>
    public string Version { get; init; } = "1.3";

    /// <summary>Bytes of the hash.</summary>
    public int HashLength { get; init; } = 32;

    internal bool IsArgon2 => Algorithm == Argon2Id;

    /// <summary>Whether the algorithm is known and computing it stays within some seconds and 256 MiB.</summary>
    internal bool IsBounded =>
        HashLength is >= 16 and <= 128 && Iterations >= 1 && (IsArgon2 ? IsBoundedArgon2 : IsPbkdf2 && Iterations <= MaxPbkdf2Iterations);

    private bool IsPbkdf2 => Algorithm is Sha1 or Sha256 or Sha512;

    private bool IsBoundedArgon2 =>
        Parallelism is >= 1 and <= MaxArgon2Parallelism
        && MemoryKiB >= 8 * Parallelism
        && MemoryKiB <= MaxArgon2MemoryKiB
        && (long)MemoryKiB * Iterations <= MaxArgon2Work
        && Type is "id" or "i" or "d"
        && Version is "1.3" or "1.0";

    /// <summary>What the realm's password policy asks for (hashAlgorithm, hashIterations). Keycloak's default cost where it names none,
    /// and where it names an unknown algorithm or an unbounded cost.</summary>
    public static PasswordHashPolicy Of(RealmState realm)
    {
        ArgumentNullException.ThrowIfNull(realm);
        if (realm.PasswordPolicy is null)
        {
            return Default;
        }

        var wanted = PasswordPolicy.Parse(realm.PasswordPolicy);
        var algorithm = ForAlgorithm(wanted.HashAlgorithm) ?? Default;
        var policy = wanted.HashIterations is { } iterations ? algorithm with { Iterations = iterations } : algorithm;
        return policy.IsBounded ? policy : algorithm;
    }

    /// <summary>The algorithm at Keycloak's default cost; null when it is unknown.</summary>
    internal static PasswordHashPolicy? ForAlgorithm(string? algorithm) => algorithm switch
    {
        Argon2Id => Default,
        Sha512 => Pbkdf2(Sha512, 210_000, 64),
        Sha256 => Pbkdf2(Sha256, 600_000, 32),
        Sha1 => Pbkdf2(Sha1, 1_300_000, 20),
        _ => null,
    };

    // The members of Argon2 keep their defaults, so that equal costs are equal records.
    private static PasswordHashPolicy Pbkdf2(string algorithm, int iterations, int hashLength) =>
        Default with { Algorithm = algorithm, Iterations = iterations, HashLength = hashLength };
}
