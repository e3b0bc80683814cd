using Identity.Grains.Realms;
using Identity.Grains.Users;

namespace Identity.Grains.Tests.Users;

public class BruteForceLockout
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    private static readonly RealmState s_realm = new()
    {
        Id = "r",
        Realm = "acme",
        FailureFactor = 3,
        WaitIncrementSeconds = 60,
        MaxFailureWaitSeconds = 150,
        QuickLoginCheckMilliSeconds = 0,
    };

    private static readonly RealmState s_quick = s_realm with { FailureFactor = 30, QuickLoginCheckMilliSeconds = 1000, MinimumQuickLoginWaitSeconds = 60 };

    // Keycloak's arithmetic: MULTIPLE waits an increment more after each failureFactor failures, LINEAR after each failure from
    // failureFactor on; both up to maxFailureWaitSeconds.
    [Theory]
    [InlineData("MULTIPLE", 1, 0)]
    [InlineData("MULTIPLE", 2, 0)]
    [InlineData("MULTIPLE", 3, 60)]
    [InlineData("MULTIPLE", 4, 60)]
    [InlineData("MULTIPLE", 5, 60)]
    [InlineData("MULTIPLE", 6, 120)]
    [InlineData("MULTIPLE", 9, 150)]
    [InlineData("LINEAR", 2, 0)]
    [InlineData("LINEAR", 3, 60)]
    [InlineData("LINEAR", 4, 120)]
    [InlineData("LINEAR", 5, 150)]
    public void The_wait_follows_the_strategy(string strategy, int failure, int seconds)
    {
        var (failures, at) = Fail(s_realm with { BruteForceStrategy = strategy }, failure);

        Assert.Equal(failure, failures!.Count);
        Assert.Equal(seconds, Math.Max(0, failures.LockedUntil - at.ToUnixTimeMilliseconds()) / 1000);
    }

    [Fact]
    public void A_lockout_ends_by_itself()
    {
        var (failures, at) = Fail(s_realm, 3);

        Assert.True(BruteForce.IsLocked(failures, s_realm, failures!.LastIpAddress, at));
        Assert.True(BruteForce.IsLocked(failures, s_realm, failures!.LastIpAddress, at.AddSeconds(59.9)));
        Assert.False(BruteForce.IsLocked(failures, s_realm, failures!.LastIpAddress, at.AddSeconds(60)));
    }

    [Fact]
    public void A_try_while_locked_neither_counts_nor_prolongs()
    {
        var (failures, at) = Fail(s_realm, 3);
        var locked = User(failures);

        var next = UserRules.Fail(locked, new PasswordFailure(), s_realm, at.AddSeconds(30));

        Assert.Same(locked, next);
    }

    [Fact]
    public void Two_quick_guesses_lock_for_the_minimum_wait()
    {
        var realm = s_realm with { QuickLoginCheckMilliSeconds = 1000, MinimumQuickLoginWaitSeconds = 45 };

        var first = BruteForce.Count(null, null, realm, s_start);
        var second = BruteForce.Count(first, null, realm, s_start.AddMilliseconds(999));
        var slow = BruteForce.Count(first, null, realm, s_start.AddMilliseconds(1000));

        Assert.Equal(0, first.LockedUntil);
        Assert.Equal(s_start.AddMilliseconds(999 + 45_000).ToUnixTimeMilliseconds(), second.LockedUntil);
        Assert.Equal(0, second.TemporaryLockouts);
        Assert.Equal(0, slow.LockedUntil);
    }

    [Fact]
    public void Failures_age_out_after_the_delta_time()
    {
        var realm = s_realm with { MaxDeltaTimeSeconds = 100 };
        var two = BruteForce.Count(BruteForce.Count(null, null, realm, s_start), null, realm, s_start);

        Assert.Equal(3, BruteForce.Count(two, null, realm, s_start.AddSeconds(100)).Count);
        Assert.Equal(1, BruteForce.Count(two, null, realm, s_start.AddSeconds(101)).Count);
    }

    [Fact]
    public void A_clock_behind_another_pods_does_not_age_failures()
    {
        var first = BruteForce.Count(null, null, s_realm, s_start);

        var second = BruteForce.Count(first, null, s_realm, s_start.AddSeconds(-5));

        Assert.Equal(2, second.Count);
        Assert.Equal(s_start.ToUnixTimeMilliseconds(), second.LastFailureAt);
    }

    [Fact]
    public void Permanent_lockout_comes_at_the_failure_factor_and_does_not_age()
    {
        var realm = s_realm with { PermanentLockout = true, MaxDeltaTimeSeconds = 1 };

        var (two, _) = Fail(realm, 2);
        var (three, at) = Fail(realm, 3);

        Assert.False(two!.LockedPermanently);
        Assert.True(three!.LockedPermanently);
        Assert.True(BruteForce.IsLocked(three, realm, three!.LastIpAddress, at.AddYears(1)));
    }

    [Fact]
    public void Permanent_lockout_comes_after_the_allowed_temporary_ones()
    {
        var realm = s_realm with { PermanentLockout = true, MaxTemporaryLockouts = 2 };

        var (four, _) = Fail(realm, 4);
        var (five, _) = Fail(realm, 5);

        Assert.Equal(2, four!.TemporaryLockouts);
        Assert.False(four.LockedPermanently);
        Assert.True(five!.LockedPermanently);
    }

    [Fact]
    public void Nothing_counts_where_protection_is_off()
    {
        var user = User(null);

        Assert.Same(user, UserRules.Fail(user, new PasswordFailure(), s_realm with { BruteForceProtected = false }, s_start));
    }

    [Fact]
    public void A_failure_factor_of_zero_locks_at_once()
    {
        var (failures, at) = Fail(s_realm with { FailureFactor = 0 }, 1);

        Assert.True(BruteForce.IsLocked(failures, s_realm, failures!.LastIpAddress, at));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:f::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void Guessing_quickly_locks_the_network_that_guesses(string guesser, string other, bool isLocked)
    {
        var (user, at) = GuessQuickly(User(null), guesser, guesser);

        Assert.True(BruteForce.IsLocked(user.Failures, s_quick, guesser, at));
        Assert.Equal(isLocked, BruteForce.IsLocked(user.Failures, s_quick, other, at));
        Assert.True(user.Failures!.Locks(s_quick, at));
    }

    [Fact]
    public void Guessing_quickly_from_a_second_network_meanwhile_locks_everybody()
    {
        var (user, at) = GuessQuickly(User(null), "192.0.2.1", "192.0.2.1", "192.0.2.2");

        Assert.True(BruteForce.IsLocked(user.Failures, s_quick, "192.0.2.3", at));
    }

    [Fact]
    public void The_full_count_locks_everybody_wherever_the_guesses_came_from()
    {
        var user = User(null);
        for (var guess = 0; guess < 3; guess++)
        {
            user = UserRules.Fail(user, new PasswordFailure { IpAddress = $"192.0.2.{guess}" }, s_realm, s_start.AddSeconds(guess * 10));
        }

        Assert.Equal(3, user.Failures!.Count);
        Assert.True(BruteForce.IsLocked(user.Failures, s_realm, "198.51.100.1", s_start.AddSeconds(21)));
    }

    [Fact]
    public void The_owner_gets_in_from_elsewhere_while_a_strangers_network_is_locked()
    {
        var password = new Credential { Id = "p", Type = "password", SecretData = "s", CredentialData = "{}" };
        var (user, at) = GuessQuickly(User(null) with { Credentials = [password] }, "192.0.2.1", "192.0.2.1");

        var stranger = UserRules.Succeed(user, new PasswordSuccess { Verified = password, IpAddress = "192.0.2.1" }, s_quick, at);
        var owner = UserRules.Succeed(user, new PasswordSuccess { Verified = password, IpAddress = "198.51.100.1" }, s_quick, at);

        Assert.False(stranger.Accepted);
        Assert.True(owner.Accepted);
        Assert.Null(owner.Next.Failures);
    }

    private static (UserState User, DateTimeOffset At) GuessQuickly(UserState user, params string[] addresses)
    {
        var at = s_start;
        foreach (var address in addresses)
        {
            at = at.AddMilliseconds(100);
            user = UserRules.Fail(user, new PasswordFailure { IpAddress = address }, s_quick, at);
        }

        return (user, at);
    }

    private static UserState User(LoginFailures? failures) => new() { Id = "u", Username = "alice", Failures = failures };

    /// <summary>That many failures, each right after the lockout of the one before.</summary>
    private static (LoginFailures? Failures, DateTimeOffset LastAt) Fail(RealmState realm, int count)
    {
        LoginFailures? failures = null;
        var at = s_start;
        for (var number = 1; number <= count; number++)
        {
            at = at.AddSeconds(200);
            failures = BruteForce.Count(failures, "192.0.2.1", realm, at);
        }

        return (failures, at);
    }
}
