using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Identity.Faults.Histories;

namespace Identity.Faults.Bed;

/// <summary>The realms under load: the same users and clients, one with refresh tokens that rotate and one without.</summary>
internal static class Realms
{
    public const string Steady = "steady";
    public const string Rotating = "rotating";
    public const string PublicClient = "shop";
    public const string ConfidentialClient = "portal";
    public const string ClientSecret = "portal-secret";
    public const string RedirectUri = "http://localhost:9999/callback";
    public const string Password = "correct-password";

    /// <summary>Users who log in for good.</summary>
    public const int Users = 40;

    /// <summary>Users whose passwords are guessed.</summary>
    public const int Victims = 400;

    // Cheap, because the passwords protect nothing and the processors are to be the servers'.
    private const int HashIterations = 1000;

    public static PromisedRules Rules { get; } = new();

    /// <summary>Writes the realms' files.</summary>
    public static async Task WriteAsync(string folder)
    {
        foreach (var name in new[] { Steady, Rotating })
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"{name}-realm.json"), Realm(name).ToJsonString());
        }
    }

    public static string User(int number) => string.Create(CultureInfo.InvariantCulture, $"user{number}");

    public static string Victim(int number) => string.Create(CultureInfo.InvariantCulture, $"victim{number}");

    /// <summary>The id, sub in tokens, of a user.</summary>
    public static string UserId(string realm, string username) => Id($"{realm}/{username}");

    private static JsonObject Realm(string name) => new()
    {
        ["id"] = Id(name),
        ["realm"] = name,
        ["enabled"] = true,
        ["sslRequired"] = "none",
        ["revokeRefreshToken"] = name == Rotating,
        ["refreshTokenMaxReuse"] = 0,
        ["bruteForceProtected"] = true,
        ["failureFactor"] = Rules.FailureFactor,
        ["waitIncrementSeconds"] = (int)Rules.LockTime.TotalSeconds,
        ["maxFailureWaitSeconds"] = 900,
        ["quickLoginCheckMilliSeconds"] = 0,
        ["passwordPolicy"] = string.Create(CultureInfo.InvariantCulture, $"hashAlgorithm(pbkdf2-sha256) and hashIterations({HashIterations})"),
        ["clients"] = new JsonArray(Client(PublicClient, secret: null), Client(ConfidentialClient, ClientSecret)),
        ["users"] = new JsonArray([.. Enumerable.Range(0, Users).Select(User).Concat(Enumerable.Range(0, Victims).Select(Victim)).Select(user => Person(name, user))]),
    };

    private static JsonObject Client(string id, string? secret) => new()
    {
        ["clientId"] = id,
        ["enabled"] = true,
        ["protocol"] = "openid-connect",
        ["publicClient"] = secret is null,
        ["secret"] = secret,
        ["standardFlowEnabled"] = true,
        ["redirectUris"] = new JsonArray(RedirectUri),
        ["attributes"] = new JsonObject { ["pkce.code.challenge.method"] = "S256" },
        // A client may ask about tokens that are meant for it.
        ["protocolMappers"] = new JsonArray(new JsonObject
        {
            ["name"] = "audience",
            ["protocol"] = "openid-connect",
            ["protocolMapper"] = "oidc-audience-mapper",
            ["config"] = new JsonObject { ["included.client.audience"] = id, ["access.token.claim"] = "true", ["introspection.token.claim"] = "true" },
        }),
    };

    private static JsonObject Person(string realm, string name)
    {
        var salt = Bytes($"{realm}/{name}/salt");
        var hash = Rfc2898DeriveBytes.Pbkdf2(Password, salt, HashIterations, HashAlgorithmName.SHA256, 32);
        return new JsonObject
        {
            ["id"] = UserId(realm, name),
            ["username"] = name,
            ["email"] = $"{name}@example.test",
            ["emailVerified"] = true,
            ["firstName"] = name,
            ["lastName"] = realm,
            ["enabled"] = true,
            ["credentials"] = new JsonArray(new JsonObject
            {
                ["type"] = "password",
                ["secretData"] = new JsonObject { ["value"] = Convert.ToBase64String(hash), ["salt"] = Convert.ToBase64String(salt) }.ToJsonString(),
                ["credentialData"] = new JsonObject { ["hashIterations"] = HashIterations, ["algorithm"] = "pbkdf2-sha256" }.ToJsonString(),
            }),
        };
    }

    private static string Id(string name) => new Guid(Bytes(name)).ToString();

    private static byte[] Bytes(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16];
}
