using Identity.Grains.Passwords;
using Identity.Grains.Passwords.Internal;
using Identity.Testing;
using Microsoft.Extensions.Options;

namespace Identity.Grains.Tests.Passwords;

public class HashingQueue
{
    private static readonly PasswordHashPolicy s_slow = PasswordHashPolicy.ForAlgorithm("pbkdf2-sha512")!;

    [Fact]
    public async Task More_than_the_queue_holds_is_refused_at_once_and_the_rest_is_hashed()
    {
        using var setup = new HashingSetup(new PasswordsOptions { Workers = 1, QueueCapacity = 2 });

        var hashes = Enumerable.Range(0, 20).Select(_ => setup.Hashing.HashAsync("s3cret", s_slow)).ToArray();
        var refused = hashes.Count(hash => hash.IsFaulted);
        await Assert.ThrowsAsync<PasswordQueueFullException>(() => Task.WhenAll(hashes));

        Assert.InRange(refused, 1, 18);
        Assert.Equal(20 - refused, hashes.Count(hash => hash.IsCompletedSuccessfully));
        Assert.True(await setup.Hashing.VerifyAsync(await hashes[0], "s3cret"));
    }

    [Fact]
    public async Task What_has_waited_too_long_is_refused_and_not_hashed()
    {
        var time = new TestClock();
        using var setup = new HashingSetup(new PasswordsOptions { Workers = 1 }, time);
        var waiting = Enumerable.Range(0, 30).Select(_ => setup.Hashing.HashAsync("s3cret", s_slow)).ToArray();

        time.Advance(TimeSpan.FromSeconds(6));

        await Assert.ThrowsAsync<PasswordQueueFullException>(() => waiting[^1]);
        Assert.True(setup.Hashes < 30);
    }

    [Fact]
    public async Task A_password_of_unreasonable_length_is_wrong_after_one_hash_and_cannot_be_set()
    {
        using var setup = new HashingSetup();
        var longest = new string('x', PasswordHashing.MaxPasswordBytes);
        var stored = await setup.Hashing.HashAsync(longest, PasswordHashPolicy.Default);
        await Eventually.TrueAsync(() => setup.Hashes == 1, "the first hash was counted");
        var before = setup.Hashes;

        Assert.True(await setup.Hashing.VerifyAsync(stored, longest));
        Assert.False(await setup.Hashing.VerifyAsync(stored, longest + "x"));

        await Eventually.TrueAsync(() => setup.Hashes == before + 2, "two hashes were counted");
        await Assert.ThrowsAsync<ArgumentException>(() => setup.Hashing.HashAsync(longest + "x", PasswordHashPolicy.Default));
    }

    [Fact]
    public async Task Stopping_refuses_what_waits()
    {
        var setup = new HashingSetup(new PasswordsOptions { Workers = 1 });
        var hashes = Enumerable.Range(0, 30).Select(_ => setup.Hashing.HashAsync("s3cret", s_slow)).ToArray();

        setup.Dispose();

        await Assert.ThrowsAsync<PasswordQueueFullException>(() => Task.WhenAll(hashes));
        Assert.All(hashes, hash => Assert.True(hash.IsCompleted));
    }

    [Fact]
    public void Every_setting_out_of_range_is_reported()
    {
        var result = new PasswordsOptionsValidator().Validate(
            Options.DefaultName,
            new PasswordsOptions { Workers = -1, QueueCapacity = 0, MaxWait = TimeSpan.Zero, RefusalTime = TimeSpan.FromMinutes(1) });

        Assert.Equal(4, result.Failures!.Count());
        Assert.True(new PasswordsOptionsValidator().Validate(Options.DefaultName, new PasswordsOptions()).Succeeded);
    }
}
