using Identity.Grains.OneTimeCodes;
using Identity.Grains.Realms;
using Identity.Grains.Users;

namespace Identity.Grains.Tests.Users;

public class KnownBrowserLimits
{
    private const string Stranger = "198.51.100.7";
    private const string Home = "192.0.2.1";
    private static readonly DateTimeOffset s_now = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    private static readonly Credential s_password = new() { Id = "p", Type = "password", CreatedDate = 1, SecretData = "s", CredentialData = "{}" };
    private static readonly UserState s_user = new() { Id = "u", Username = "alice", Credentials = [s_password] };
    private static readonly string s_mark = KnownBrowsers.MarkOf(s_user)!;

    private static readonly RealmState s_realm = new() { Id = "r", Realm = "acme", FailureFactor = 3, WaitIncrementSeconds = 60, QuickLoginCheckMilliSeconds = 0 };

    [Fact]
    public void Strangers_guesses_do_not_lock_a_known_browser()
    {
        var user = Guess(s_user, 3, Stranger, mark: null);

        Assert.False(Succeed(user, Home, mark: null).Accepted);
        Assert.True(Succeed(user, Home, s_mark).Accepted);
        Assert.True(Succeed(user, Stranger, s_mark).Accepted);
    }

    [Fact]
    public void A_login_in_a_known_browser_does_not_end_the_lockout_of_strangers()
    {
        var user = Guess(Guess(s_user, 3, Stranger, mark: null), 2, Home, s_mark);

        var next = Succeed(user, Home, s_mark).Next;

        Assert.Equal(user.Failures! with { InKnownBrowsers = null }, next.Failures);
        Assert.False(Succeed(next, Stranger, mark: null).Accepted);
        Assert.Same(next, Succeed(next, Home, s_mark).Next);
    }

    [Fact]
    public void A_login_in_a_known_browser_clears_failures_that_lock_nobody()
    {
        var user = Guess(Guess(s_user, 2, Stranger, mark: null), 2, Home, s_mark);

        Assert.Null(Succeed(user, Home, s_mark).Next.Failures);
    }

    [Fact]
    public void Guesses_in_a_known_browser_are_counted_apart()
    {
        var user = Guess(Guess(s_user, 2, Stranger, mark: null), 2, Home, s_mark);

        Assert.Equal((2, 2), (user.Failures!.Count, user.Failures.InKnownBrowsers!.Count));
        Assert.Equal((3, 2), Counts(Guess(user, 1, Stranger, mark: null)));
        Assert.True(Succeed(user, "203.0.113.1", mark: null).Accepted);
    }

    [Fact]
    public void A_known_browser_over_its_limit_is_held_as_any_other()
    {
        var over = Guess(s_user, 3, Home, s_mark);
        var locked = Guess(over, 3, Home, s_mark);

        Assert.Equal((0, 3), Counts(over));
        Assert.True(Succeed(over, Home, s_mark).Accepted);
        Assert.Equal((3, 3), Counts(locked));
        Assert.False(Succeed(locked, Home, s_mark).Accepted);
        Assert.Same(locked, Guess(locked, 1, Home, s_mark));
    }

    [Fact]
    public void A_known_browser_over_its_limit_is_known_again_when_its_lockout_ends()
    {
        var own = Guess(s_user, 3, Home, s_mark);
        var user = UserRules.Fail(own, new PasswordFailure { IpAddress = Stranger }, s_realm, s_now.AddSeconds(50));
        user = UserRules.Fail(user, new PasswordFailure { IpAddress = Stranger }, s_realm, s_now.AddSeconds(51));
        user = UserRules.Fail(user, new PasswordFailure { IpAddress = Stranger }, s_realm, s_now.AddSeconds(52));

        Assert.False(Succeed(user, Home, s_mark, s_now.AddSeconds(59)).Accepted);
        Assert.True(Succeed(user, Home, s_mark, s_now.AddSeconds(60)).Accepted);
    }

    [Fact]
    public void A_login_elsewhere_does_not_give_a_locked_known_browser_new_guesses()
    {
        var user = Guess(s_user, 3, Home, s_mark);

        Assert.Equal((0, 3), Counts(Succeed(user, Stranger, mark: null).Next));
        Assert.Null(Succeed(Guess(s_user, 2, Home, s_mark), Stranger, mark: null).Next.Failures);
    }

    [Fact]
    public void A_quick_guess_lockout_does_not_hold_in_a_known_browser_of_the_same_network()
    {
        var realm = s_realm with { FailureFactor = 30, QuickLoginCheckMilliSeconds = 1000, MinimumQuickLoginWaitSeconds = 60 };
        var user = Guess(s_user, 2, Home, mark: null, realm);

        Assert.False(Succeed(user, Home, mark: null, realm: realm).Accepted);
        Assert.True(Succeed(user, Home, s_mark, realm: realm).Accepted);
    }

    [Fact]
    public void Strangers_lock_nobody_out_of_a_known_browser_for_good_either()
    {
        var realm = s_realm with { PermanentLockout = true };
        var user = Guess(s_user, 3, Stranger, mark: null, realm);
        Assert.True(user.Failures!.LockedPermanently);

        var (next, accepted) = Succeed(user, Home, s_mark, realm: realm);

        Assert.True(accepted);
        Assert.Equal(user.Failures, next.Failures);
        Assert.False(Succeed(next, Stranger, mark: null, realm: realm).Accepted);
        Assert.False(Succeed(user with { Enabled = false }, Home, s_mark, realm: realm).Accepted);
    }

    [Fact]
    public void A_known_browser_that_guesses_too_often_is_locked_for_good_by_its_own_count_once_strangers_are()
    {
        var realm = s_realm with { PermanentLockout = true };

        var own = Guess(s_user, 3, Home, s_mark, realm);
        var both = Guess(own, 3, Stranger, mark: null, realm);

        Assert.True(own.Failures!.InKnownBrowsers!.LockedPermanently);
        Assert.True(Succeed(own, Stranger, mark: null, realm: realm).Accepted);
        Assert.False(Succeed(both, Home, s_mark, realm: realm).Accepted);
    }

    [Fact]
    public void A_disabled_user_is_refused_in_a_known_browser()
    {
        Assert.False(Succeed(s_user with { Enabled = false }, Home, s_mark).Accepted);
    }

    [Fact]
    public void Another_password_or_factor_makes_known_browsers_unknown()
    {
        UserState[] changed =
        [
            s_user with { Id = "v" },
            s_user with { Credentials = [s_password with { CreatedDate = 2 }] },
            s_user with { Credentials = [s_password with { SecretData = "t" }] },
            s_user with { Credentials = [s_password, s_password with { Id = "o", Type = "otp" }] },
            s_user with { Credentials = [] },
        ];

        Assert.All(changed, user => Assert.NotEqual(s_mark, KnownBrowsers.MarkOf(user)));
        Assert.All(changed, user => Assert.True(KnownBrowsers.IsLocked(Guess(user, 3, Stranger, mark: null), s_mark, s_realm, Home, s_now)));
    }

    [Fact]
    public void A_one_time_code_is_taken_in_a_known_browser_while_strangers_are_locked()
    {
        var otp = new Credential
        {
            Id = "o",
            Type = "otp",
            SecretData = """{"value":"12345678901234567890"}""",
            CredentialData = """{"subType":"totp","digits":8,"period":30,"algorithm":"HmacSHA1"}""",
        };
        var user = s_user with { Credentials = [s_password, otp] };
        var mark = KnownBrowsers.MarkOf(user);
        user = Guess(user, 3, Stranger, mark: null);
        var code = TimeBasedKey.Parse(otp)!.CodeAt(s_now.ToUnixTimeSeconds() / 30);

        var wrong = OneTimeCodeRules.Use(user, new OneTimeCode { Code = "wrong", IpAddress = Home, BrowserMark = mark }, s_realm, s_now);
        var right = OneTimeCodeRules.Use(wrong.Next, new OneTimeCode { Code = code, IpAddress = Home, BrowserMark = mark }, s_realm, s_now);

        Assert.False(OneTimeCodeRules.Use(user, new OneTimeCode { Code = code, IpAddress = Home }, s_realm, s_now).Accepted);
        Assert.Equal((3, 1), Counts(wrong.Next));
        Assert.True(right.Accepted);
        Assert.Equal((3, 0), Counts(right.Next));
    }

    private static (int, int) Counts(UserState user) => (user.Failures?.Count ?? 0, user.Failures?.InKnownBrowsers?.Count ?? 0);

    private static UserState Guess(UserState user, int times, string address, string? mark, RealmState? realm = null)
    {
        for (var time = 0; time < times; time++)
        {
            user = UserRules.Fail(user, new PasswordFailure { IpAddress = address, BrowserMark = mark }, realm ?? s_realm, s_now);
        }

        return user;
    }

    private static (UserState Next, bool Accepted) Succeed(UserState user, string address, string? mark, DateTimeOffset? now = null, RealmState? realm = null) =>
        UserRules.Succeed(user, new PasswordSuccess { Verified = s_password, IpAddress = address, BrowserMark = mark }, realm ?? s_realm, now ?? s_now);
}
