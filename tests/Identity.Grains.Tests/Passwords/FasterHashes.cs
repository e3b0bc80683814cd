using Identity.Grains.Passwords;
using Identity.Grains.Passwords.Internal;

namespace Identity.Grains.Tests.Passwords;

/// <summary>Where libsodium is, it computes most hashes; each must be the one that libargon2 computes.</summary>
public class FasterHashes
{
    private static readonly byte[] s_salt = [.. Enumerable.Range(1, 16).Select(number => (byte)number)];

    [Theory]
    [InlineData(5, 7168, 32, "correct horse")]
    [InlineData(1, 8, 16, "x")]
    [InlineData(2, 19456, 64, "пароль €")]
    [InlineData(3, 4099, 33, "")]
    public void Both_libraries_compute_the_same(int iterations, int memory, int length, string password)
    {
        Assert.SkipUnless(Sodium.IsAvailable, "libsodium is not installed");
        var policy = PasswordHashPolicy.Default with { Iterations = iterations, MemoryKiB = memory, HashLength = length };
        var (fast, reference) = (new byte[length], new byte[length]);
        var bytes = System.Text.Encoding.UTF8.GetBytes(password);

        Assert.True(Sodium.Covers(policy, s_salt));
        Sodium.Hash(policy, bytes, s_salt, fast);
        Argon2.HashByReference(policy, bytes, s_salt, reference);

        Assert.Equal(reference, fast);
    }

    [Fact]
    public void What_libsodium_does_not_know_is_left_to_libargon2()
    {
        var known = PasswordHashPolicy.Default;

        Assert.False(Sodium.Covers(known with { Type = "i" }, s_salt));
        Assert.False(Sodium.Covers(known with { Version = "1.0" }, s_salt));
        Assert.False(Sodium.Covers(known with { Parallelism = 2 }, s_salt));
        Assert.False(Sodium.Covers(known, s_salt.AsSpan(1)));
        var hash = new byte[32];
        Argon2.Hash(known with { Parallelism = 2, Iterations = 1, MemoryKiB = 64 }, "password"u8, s_salt, hash);
        Assert.Contains(hash, value => value != 0);
    }
}
