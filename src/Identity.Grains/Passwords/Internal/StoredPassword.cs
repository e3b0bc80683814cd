using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Identity.Grains.Users;

namespace Identity.Grains.Passwords.Internal;

/// <summary>A hashed password as read from a credential in Keycloak's format.</summary>
internal sealed record StoredPassword(PasswordHashPolicy Policy, byte[] Salt, byte[] Hash)
{
    private const int MaxJsonLength = 16 * 1024;
    private const int MinSaltBytes = 8;
    private const int MaxSaltBytes = 128;

    /// <summary>Null when the credential is no password, is damaged, or asks for an unbounded computation.</summary>
    public static StoredPassword? Parse(Credential credential)
    {
        if (credential.Type != UserRules.PasswordType || credential.SecretData.Length > MaxJsonLength || credential.CredentialData.Length > MaxJsonLength)
        {
            return null;
        }

        try
        {
            using var secret = JsonDocument.Parse(credential.SecretData);
            using var data = JsonDocument.Parse(credential.CredentialData);
            return Parse(secret.RootElement, data.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Matches no password, at the cost of one that does.</summary>
    public static StoredPassword Dummy(PasswordHashPolicy policy) =>
        new(policy, RandomNumberGenerator.GetBytes(StoredPasswordWriter.SaltBytes), RandomNumberGenerator.GetBytes(policy.HashLength));

    public override string ToString() => $"StoredPassword {{ {Policy.Algorithm} }}";

    private static StoredPassword? Parse(JsonElement secret, JsonElement data)
    {
        if (!secret.TryGetProperty("value", out var value) || !secret.TryGetProperty("salt", out var salt))
        {
            return null;
        }

        var stored = new StoredPassword(PasswordHashPolicy.Default, salt.GetBytesFromBase64(), value.GetBytesFromBase64());
        var policy = ParsePolicy(data, stored.Hash.Length);
        return policy is { IsBounded: true } && stored.Salt.Length is >= MinSaltBytes and <= MaxSaltBytes ? stored with { Policy = policy } : null;
    }

    private static PasswordHashPolicy? ParsePolicy(JsonElement data, int hashLength)
    {
        // Keycloak wrote no algorithm before it had more than one.
        var algorithm = data.TryGetProperty("algorithm", out var named) ? named.GetString() : PasswordHashPolicy.Sha1;
        var known = PasswordHashPolicy.ForAlgorithm(algorithm);
        if (known is null || !data.TryGetProperty("hashIterations", out var iterations))
        {
            return null;
        }

        var policy = known with { Iterations = iterations.GetInt32(), HashLength = hashLength };
        return !policy.IsArgon2 || !data.TryGetProperty("additionalParameters", out var more) || more.ValueKind != JsonValueKind.Object
            ? policy
            : policy with
            {
                MemoryKiB = Number(more, "memory", policy.MemoryKiB),
                Parallelism = Number(more, "parallelism", policy.Parallelism),
                Type = Text(more, "type") ?? policy.Type,
                Version = Text(more, "version") ?? policy.Version,
            };
    }

    private static int Number(JsonElement parameters, string name, int whenMissing) =>
        Text(parameters, name) is { } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : whenMissing;

    private static string? Text(JsonElement parameters, string name) =>
        parameters.TryGetProperty(name, out var values) && values.GetArrayLength() > 0 ? values[0].GetString() : null;
}
