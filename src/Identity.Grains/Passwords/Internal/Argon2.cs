using NSec.Cryptography;
using Org.BouncyCastle.Crypto.Generators;
using FurtherParameters = Org.BouncyCastle.Crypto.Parameters.Argon2Parameters;

namespace Identity.Grains.Passwords.Internal;

/// <summary>Argon2 (RFC 9106): by libsodium what it knows, which is what Keycloak makes unless it is told otherwise; the rest by Bouncy
/// Castle, at twice the cost.</summary>
internal static class Argon2
{
    private const int SodiumSaltLength = 16;

    /// <summary>Whether libsodium computes such a hash: it has one lane, version 1.3 and salts of 16 bytes.</summary>
    public static bool IsBySodium(PasswordHashPolicy policy, byte[] salt) =>
        policy is { Type: "id", Version: "1.3", Parallelism: 1 } && salt.Length == SodiumSaltLength;

    /// <summary>Fills the hash.</summary>
    public static void Hash(PasswordHashPolicy policy, byte[] password, byte[] salt, byte[] hash)
    {
        if (IsBySodium(policy, salt))
        {
            var cost = new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = policy.MemoryKiB, NumberOfPasses = policy.Iterations };
            PasswordBasedKeyDerivationAlgorithm.Argon2id(cost).DeriveBytes(password, salt, hash);
        }
        else
        {
            HashByBouncyCastle(policy, password, salt, hash);
        }
    }

    /// <summary>By Bouncy Castle, whatever else there is.</summary>
    public static void HashByBouncyCastle(PasswordHashPolicy policy, byte[] password, byte[] salt, byte[] hash)
    {
        var generator = new Argon2BytesGenerator();
        generator.Init(new FurtherParameters.Builder(Variant(policy.Type))
            .WithVersion(policy.Version == "1.0" ? FurtherParameters.Version10 : FurtherParameters.Version13)
            .WithIterations(policy.Iterations)
            .WithMemoryAsKB(policy.MemoryKiB)
            .WithParallelism(policy.Parallelism)
            .WithSalt(salt)
            .Build());
        generator.GenerateBytes(password, hash);
    }

    private static int Variant(string type) => type switch
    {
        "d" => FurtherParameters.Argon2d,
        "i" => FurtherParameters.Argon2i,
        _ => FurtherParameters.Argon2id,
    };
}
