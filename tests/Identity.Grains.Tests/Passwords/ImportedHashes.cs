using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Passwords;
using Identity.Grains.Passwords.Internal;
using Identity.Grains.Users;
using Identity.Testing;

namespace Identity.Grains.Tests.Passwords;

/// <summary>Hashes that a Keycloak 26.7.4 made.</summary>
public sealed class ImportedHashes : IDisposable
{
    private readonly HashingSetup _setup = new();

    public void Dispose() => _setup.Dispose();

    [Theory]
    [InlineData("alice", "argon2", "alice-password")]
    [InlineData("bob", "pbkdf2-sha256", "bob-password")]
    [InlineData("carol", "pbkdf2-sha512", "carol-password")]
    [InlineData("zoë", "argon2", "пароль-zoë")]
    public async Task They_verify(string username, string algorithm, string password)
    {
        var stored = Of(username);

        Assert.Equal(algorithm, StoredPassword.Parse(stored)!.Policy.Algorithm);
        Assert.True(await _setup.Hashing.VerifyAsync(stored, password));
        Assert.False(await _setup.Hashing.VerifyAsync(stored, password + " "));
        Assert.False(await _setup.Hashing.VerifyAsync(stored, string.Empty));
    }

    [Fact]
    public async Task Pbkdf2_with_sha1_verifies()
    {
        // RFC 6070, with a salt of 8 bytes or more: P = passwordPASSWORDpassword, c = 4096, 25 bytes.
        var stored = Password(
            """{"value":"PS7sT+QchJuAyNg2YsDkSospGpZM8vBwOA==","salt":"c2FsdFNBTFRzYWx0U0FMVHNhbHRTQUxUc2FsdFNBTFRzYWx0"}""",
            """{"hashIterations":4096,"algorithm":"pbkdf2"}""");

        Assert.True(await _setup.Hashing.VerifyAsync(stored, "passwordPASSWORDpassword"));
    }

    [Fact]
    public async Task A_flipped_bit_is_refused()
    {
        var stored = Of("alice");
        var secret = JsonNode.Parse(stored.SecretData)!;
        var value = Convert.FromBase64String(secret["value"]!.GetValue<string>());
        value[^1] ^= 1;
        secret["value"] = Convert.ToBase64String(value);

        Assert.False(await _setup.Hashing.VerifyAsync(stored with { SecretData = secret.ToJsonString() }, "alice-password"));
    }

    [Theory]
    [InlineData("""{"hashIterations":5,"algorithm":"argon2","additionalParameters":{"memory":["2000000000"]}}""")]
    [InlineData("""{"hashIterations":5,"algorithm":"argon2","additionalParameters":{"memory":["-1"]}}""")]
    [InlineData("""{"hashIterations":5,"algorithm":"argon2","additionalParameters":{"memory":["99999999999999"]}}""")]
    [InlineData("""{"hashIterations":2000000000,"algorithm":"argon2"}""")]
    [InlineData("""{"hashIterations":5,"algorithm":"argon2","additionalParameters":{"parallelism":["1000"]}}""")]
    [InlineData("""{"hashIterations":5,"algorithm":"argon2","additionalParameters":{"type":["x"]}}""")]
    [InlineData("""{"hashIterations":5,"algorithm":"argon2","additionalParameters":{"memory":7168}}""")]
    [InlineData("""{"hashIterations":2000000000,"algorithm":"pbkdf2-sha512"}""")]
    [InlineData("""{"hashIterations":0,"algorithm":"pbkdf2-sha512"}""")]
    [InlineData("""{"hashIterations":-1,"algorithm":"pbkdf2-sha512"}""")]
    [InlineData("""{"algorithm":"pbkdf2-sha512"}""")]
    [InlineData("""{"hashIterations":1,"algorithm":"bcrypt"}""")]
    [InlineData("[]")]
    [InlineData("not json")]
    public async Task Damaged_or_unbounded_parameters_match_nothing(string credentialData)
    {
        var stored = Of("alice") with { CredentialData = credentialData };

        Assert.Null(StoredPassword.Parse(stored));
        Assert.False(await _setup.Hashing.VerifyAsync(stored, "alice-password"));
    }

    [Theory]
    [InlineData("""{"value":"AAAA","salt":"8LT3pQnn9GnUvgPkPZ4PUg=="}""")]
    [InlineData("""{"value":"IbvvF+a84kVFCQ03GlB7+ZGLIxg1OW2tSR/s51oEoeI=","salt":"AA=="}""")]
    [InlineData("""{"value":"?","salt":"8LT3pQnn9GnUvgPkPZ4PUg=="}""")]
    [InlineData("""{"value":null,"salt":"8LT3pQnn9GnUvgPkPZ4PUg=="}""")]
    [InlineData("""{"value":"IbvvF+a84kVFCQ03GlB7+ZGLIxg1OW2tSR/s51oEoeI="}""")]
    [InlineData("{")]
    public void A_damaged_secret_is_no_password(string secretData) =>
        Assert.Null(StoredPassword.Parse(Of("alice") with { SecretData = secretData }));

    [Fact]
    public async Task What_we_hash_reads_like_Keycloaks()
    {
        var made = await _setup.Hashing.HashAsync("s3cret", PasswordHashPolicy.Default);

        Assert.Equal(Of("alice").CredentialData, made.CredentialData);
        Assert.Equal(["value", "salt", "additionalParameters"], Members(made.SecretData));
        Assert.True(await _setup.Hashing.VerifyAsync(made, "s3cret"));
        Assert.NotEqual(made.SecretData, (await _setup.Hashing.HashAsync("s3cret", PasswordHashPolicy.Default)).SecretData);
    }

    [Fact]
    public async Task A_realm_may_ask_for_pbkdf2()
    {
        var realm = new Grains.Realms.RealmState { Id = "r", Realm = "r", PasswordPolicy = "hashAlgorithm(pbkdf2-sha512) and hashIterations(1000)" };

        var made = await _setup.Hashing.HashAsync("s3cret", PasswordHashPolicy.Of(realm));

        Assert.Equal("""{"hashIterations":1000,"algorithm":"pbkdf2-sha512","additionalParameters":{}}""", made.CredentialData);
        Assert.True(await _setup.Hashing.VerifyAsync(made, "s3cret"));
    }

    [Theory]
    [InlineData(null, "argon2", 5)]
    [InlineData("length(8)", "argon2", 5)]
    [InlineData("hashIterations(7)", "argon2", 7)]
    [InlineData("hashAlgorithm(pbkdf2-sha256)", "pbkdf2-sha256", 600_000)]
    [InlineData("hashAlgorithm(bcrypt)", "argon2", 5)]
    [InlineData("hashIterations(-1)", "argon2", 5)]
    [InlineData("hashAlgorithm(pbkdf2-sha512) and hashIterations(2000000000)", "pbkdf2-sha512", 210_000)]
    public void The_realms_policy_sets_the_cost(string? passwordPolicy, string algorithm, int iterations)
    {
        var policy = PasswordHashPolicy.Of(new() { Id = "r", Realm = "r", PasswordPolicy = passwordPolicy });

        Assert.Equal((algorithm, iterations), (policy.Algorithm, policy.Iterations));
    }

    private static IEnumerable<string> Members(string json) => JsonNode.Parse(json)!.AsObject().Select(member => member.Key);

    private static Credential Password(string secretData, string credentialData) =>
        new() { Id = "p", Type = "password", SecretData = secretData, CredentialData = credentialData };

    private static Credential Of(string username)
    {
        using var export = JsonDocument.Parse(File.ReadAllText(TestRealm.File));
        var credential = export.RootElement.GetProperty("users").EnumerateArray()
            .Single(user => user.GetProperty("username").GetString() == username)
            .GetProperty("credentials").EnumerateArray().Single();
        return Password(credential.GetProperty("secretData").GetString()!, credential.GetProperty("credentialData").GetString()!);
    }
}
