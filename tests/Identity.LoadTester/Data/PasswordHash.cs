using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Identity.LoadTester.Data;

/// <summary>The hash that all users of a data set share, so that a million of them are made in no time.</summary>
/// <param name="Policy">The realm's password policy that goes with it; null: Keycloak's default, Argon2id.</param>
/// <param name="Credential">As realm files hold it.</param>
internal sealed record PasswordHash(string? Policy, JsonObject Credential)
{
    /// <summary>What every user's password is.</summary>
    public const string Password = "load-password";

    // As long as Keycloak makes it.
    private const string Salt = "identity-loadtst";

    /// <summary>By the name on the command line: <c>argon2</c>, or <c>pbkdf2-sha256:ITERATIONS</c> where the hash is not what is measured.</summary>
    /// <exception cref="ArgumentException">There is no such hash.</exception>
    public static PasswordHash Of(string name)
    {
        if (name == "argon2")
        {
            // echo -n load-password | argon2 identity-loadtst -id -t 5 -k 7168 -p 1 -l 32
            var hash = Convert.FromHexString("b16113ba51a3aa4a889c2e7a71c9928d5b07a3dabb94e78d7d74bfccefcb6be9");
            return new PasswordHash(null, Make(hash, """{"hashIterations":5,"algorithm":"argon2","additionalParameters":{"hashLength":["32"],"memory":["7168"],"type":["id"],"version":["1.3"],"parallelism":["1"]}}"""));
        }

        if (name.Split(':') is ["pbkdf2-sha256", var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) && iterations > 0)
        {
            var hash = Rfc2898DeriveBytes.Pbkdf2(Password, Encoding.UTF8.GetBytes(Salt), iterations, HashAlgorithmName.SHA256, 64);
            var data = new JsonObject { ["hashIterations"] = iterations, ["algorithm"] = "pbkdf2-sha256" };
            return new PasswordHash($"hashAlgorithm(pbkdf2-sha256) and hashIterations({iterations})", Make(hash, data.ToJsonString()));
        }

        throw new ArgumentException($"'{name}' is no hash: argon2, or pbkdf2-sha256:ITERATIONS.");
    }

    private static JsonObject Make(byte[] hash, string credentialData) => new()
    {
        ["type"] = "password",
        ["secretData"] = new JsonObject
        {
            ["value"] = Convert.ToBase64String(hash),
            ["salt"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(Salt)),
            ["additionalParameters"] = new JsonObject(),
        }.ToJsonString(),
        ["credentialData"] = credentialData,
    };
}
