using System.Text;
using Identity.Grains.Passwords;
using Identity.Grains.Passwords.Internal;
using Identity.Grains.Users;

namespace Identity.Grains.Tests.Passwords;

/// <summary>Argon2 in all that a stored hash may say. The expected ones are those of the reference implementation (libargon2 20171227),
/// the first ones of each kind from its own tests.</summary>
public sealed class Argon2Hashes : IDisposable
{
    private readonly HashingSetup _setup = new();

    public void Dispose() => _setup.Dispose();

    [Theory]
    [InlineData("id", "1.3", 2, 256, 1, "somesalt", "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe")]
    [InlineData("id", "1.3", 2, 256, 1, "somesaltsomesalt", "cab746b4621993fdc91ec50787980b414a90a692f0bc68dfe19f9c25b3cba9ec")]
    [InlineData("id", "1.3", 2, 256, 2, "somesalt", "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037")]
    [InlineData("id", "1.3", 2, 256, 2, "somesaltsomesalt", "c112d2ee6b9d514413f806243187952186e8f19cacab80f20a823d549f111d2c")]
    [InlineData("id", "1.3", 2, 65536, 1, "somesalt", "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7")]
    [InlineData("id", "1.3", 5, 7168, 1, "somesaltsomesalt", "af83a8d701af640f7911edaa9740714e33cc2ed11bd91271de927f97e3d4dadb")]
    [InlineData("id", "1.3", 1, 8, 1, "somesaltsomesalt", "89392f335e96a6c82a9c3722d738671e")]
    [InlineData("id", "1.3", 2, 19456, 1, "somesaltsomesalt", "3eb926ef12eea6f9ffcf31e91afdd1f9b9fc0059879e53bd39db4fc7c06c25a7007ba948307c725750b5d07470999de06d1392edcd39007a92dd95d93c992d0c679c9452edab66685ced57237d669095b728fba096c17fc773990bfe1abd9a0c5b4253fe1e7790e5bd4b2f54123d31effa5a865b4ba205ac5c85985356d9e4a6")]
    [InlineData("id", "1.3", 3, 1000, 4, "somesaltsomesalt", "1708d5a667e087a4287ea5dc994ff3519ad92d6a8041fc841752f19d1ba6cb6cb8b8b35aefcdc73176ad1d49135d8ad8f0fbf9987044ca6a5873d22cbce41eab")]
    [InlineData("id", "1.0", 2, 256, 1, "somesalt", "da070e576e50f2f38a3c897cbddc6c7fb4028e870971ff9eae7b4e1879295e6e")]
    [InlineData("id", "1.0", 2, 256, 2, "somesaltsomesalt", "eacd0636b3e312ffe597b901d830cabce3b232b459bb4dbca7ac4c04ac4c4e06")]
    [InlineData("i", "1.3", 2, 256, 1, "somesalt", "89e9029f4637b295beb027056a7336c414fadd43f6b208645281cb214a56452f")]
    [InlineData("i", "1.3", 2, 256, 1, "somesaltsomesalt", "bf50d326997d12c448296dd217382c8d14bcf1a1a93c90bedf3ecfda03317eff")]
    [InlineData("i", "1.3", 2, 256, 2, "somesalt", "4ff5ce2769a1d7f4c8a491df09d41a9fbe90e5eb02155a13e4c01e20cd4eab61")]
    [InlineData("i", "1.0", 2, 256, 1, "somesalt", "fd4dd83d762c49bdeaf57c47bdcd0c2f1babf863fdeb490df63ede9975fccf06")]
    [InlineData("i", "1.0", 2, 256, 2, "somesalt", "b6c11560a6a9d61eac706b79a2f97d68b4463aa3ad87e00c07e2b01e90c564fb")]
    [InlineData("i", "1.0", 1, 4099, 16, "somesaltsomesalt", "54663c94495f7eb71ec04821ad0988a6")]
    [InlineData("d", "1.3", 2, 256, 1, "somesalt", "25c4ee8ba448054b49efc804e478b9d823be1f9bd2e99f51d6ec4007a3a1501f")]
    [InlineData("d", "1.3", 2, 256, 2, "somesaltsomesalt", "b75dc6ce37492eef7b8e144ef06c296457e9ef94cb8a0b8acbacd2b6219fc459")]
    [InlineData("d", "1.0", 2, 256, 1, "somesalt", "bd404868ff00c52e7543c8332e6a772a5724892d7e328d5cf253bbc8e726b371")]
    [InlineData("d", "1.0", 2, 256, 2, "somesalt", "6a91d02b9f8854ba0841f04aa6e53c1d3374c0a0c646b8e431b03de805b91ec3")]
    public async Task A_stored_one_of_any_kind_verifies(string type, string version, int iterations, int memory, int parallelism, string salt, string hash)
    {
        var stored = new Credential
        {
            Id = "p",
            Type = "password",
            SecretData = $$"""{"value":"{{Convert.ToBase64String(Convert.FromHexString(hash))}}","salt":"{{Convert.ToBase64String(Encoding.ASCII.GetBytes(salt))}}"}""",
            CredentialData = $$$"""
                {"hashIterations":{{{iterations}}},"algorithm":"argon2","additionalParameters":
                 {"memory":["{{{memory}}}"],"type":["{{{type}}}"],"version":["{{{version}}}"],"parallelism":["{{{parallelism}}}"]}}
                """,
        };

        Assert.True(await _setup.Hashing.VerifyAsync(stored, "password"));
        Assert.False(await _setup.Hashing.VerifyAsync(stored, "Password"));
    }

    // Made by the provider of a Keycloak 26.7.4 that is configured otherwise than by default.
    [Theory]
    [InlineData("R1OKwZy4lx+zZj9x6TGZyRlGGyvtCgrWzMUeiMkaEhA=", "GbSJw0VSJQmgWNgf3MxFpQ==", 5, 32, 7168, "id", "1.3", 4)]
    [InlineData("Q0/8V5GzlriCVghBdegCW4VWabzrV7KCNt5kyO/Lot8=", "LMNNUwsviw6TejdGiQwFKQ==", 3, 32, 7168, "i", "1.3", 1)]
    [InlineData("mPDjfGo+00Xhv4AYUNk04K2NlgbXLPzJM8DnLrTF1CrNRB6rrqh87/xbi6a4QN0mvpLsGbx+EtX9vd5vzYE1aQ==", "tt4qhPfMeuPFc6xfR6QAiw==", 2, 64, 4096, "d", "1.0", 2)]
    [InlineData("f/4sa0p1FWB41/q0jlcS7BAGoYkC6Eqe/9KvXEy4eeiQLyI01BHZUhj2Efobmcx8Z+nt5RSDCJmtSP3ki5zunw==", "OON2x33ldC7/UTiHHoIdVA==", 2, 64, 19456, "id", "1.3", 1)]
    [InlineData("9Wl9YLVZlhSeuLFBW6HvYXsGTUgBSybyAzGmScUxHeY=", "1MUFg0cuowWnaY13y2D8vw==", 5, 32, 7168, "id", "1.0", 1)]
    public async Task One_that_a_Keycloak_made_verifies(string value, string salt, int iterations, int length, int memory, string type, string version, int parallelism)
    {
        var stored = new Credential
        {
            Id = "p",
            Type = "password",
            SecretData = $$$"""{"value":"{{{value}}}","salt":"{{{salt}}}","additionalParameters":{}}""",
            CredentialData = $$$"""
                {"hashIterations":{{{iterations}}},"algorithm":"argon2","additionalParameters":
                 {"hashLength":["{{{length}}}"],"memory":["{{{memory}}}"],"type":["{{{type}}}"],"version":["{{{version}}}"],"parallelism":["{{{parallelism}}}"]}}
                """,
        };

        Assert.True(await _setup.Hashing.VerifyAsync(stored, "пароль-keycloak"));
        Assert.False(await _setup.Hashing.VerifyAsync(stored, "пароль-keycloaK"));
    }

    [Theory]
    [InlineData(5, 7168, 32, "correct horse")]
    [InlineData(1, 8, 16, "x")]
    [InlineData(2, 19456, 64, "пароль €")]
    [InlineData(3, 4099, 33, "")]
    public void Both_libraries_compute_the_same(int iterations, int memory, int length, string password)
    {
        var policy = PasswordHashPolicy.Default with { Iterations = iterations, MemoryKiB = memory, HashLength = length };
        byte[] salt = [.. Enumerable.Range(1, 16).Select(number => (byte)number)];
        var (fast, other) = (new byte[length], new byte[length]);

        Argon2.Hash(policy, Encoding.UTF8.GetBytes(password), salt, fast);
        Argon2.HashByBouncyCastle(policy, Encoding.UTF8.GetBytes(password), salt, other);

        Assert.Equal(other, fast);
    }

    [Fact]
    public void Libsodium_computes_what_Keycloak_makes_and_what_we_make()
    {
        var (known, salt) = (PasswordHashPolicy.Default, new byte[StoredPasswordWriter.SaltBytes]);

        Assert.True(Argon2.IsBySodium(known, salt));
        Assert.False(Argon2.IsBySodium(known with { Type = "i" }, salt));
        Assert.False(Argon2.IsBySodium(known with { Type = "d" }, salt));
        Assert.False(Argon2.IsBySodium(known with { Version = "1.0" }, salt));
        Assert.False(Argon2.IsBySodium(known with { Parallelism = 2 }, salt));
        Assert.False(Argon2.IsBySodium(known, new byte[15]));
    }
}
