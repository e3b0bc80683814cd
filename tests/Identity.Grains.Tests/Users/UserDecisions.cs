using Identity.Grains.Realms;
using Identity.Grains.Users;

namespace Identity.Grains.Tests.Users;

public class UserDecisions
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    private static readonly RealmState s_realm = new() { Id = "r", Realm = "acme" };
    private static readonly Credential s_password = new() { Id = "p", Type = "password", UserLabel = "mine", CreatedDate = 7, SecretData = "{1}", CredentialData = "{2}" };
    private static readonly Credential s_otp = s_password with { Id = "o", Type = "otp" };
    private static readonly UserState s_user = new() { Id = "u", Username = "alice", Credentials = [s_otp, s_password] };

    [Fact]
    public void Name_and_email_are_kept_in_lower_case()
    {
        var user = UserRules.Normalize(s_user with { Username = "ÄLice", Email = "Alice@Example.ORG" });

        Assert.Equal("älice", user.Username);
        Assert.Equal("alice@example.org", user.Email);
        Assert.Null(UserRules.Normalize(s_user with { Email = " " }).Email);
    }

    [Fact]
    public void A_success_clears_the_failures()
    {
        var user = s_user with { Credentials = [s_password], Failures = new LoginFailures { Count = 2 } };

        var (next, accepted) = UserRules.Succeed(user, new PasswordSuccess { Verified = s_password }, s_realm, s_now);

        Assert.True(accepted);
        Assert.Null(next.Failures);
    }

    [Fact]
    public void A_right_password_alone_does_not_clear_the_failures_of_a_user_with_a_second_factor()
    {
        var user = s_user with { Failures = new LoginFailures { Count = 2 } };

        var (next, accepted) = UserRules.Succeed(user, new PasswordSuccess { Verified = s_password }, s_realm, s_now);

        Assert.True(accepted);
        Assert.Same(user, next);
    }

    [Fact]
    public void A_success_without_failures_writes_nothing()
    {
        var (next, accepted) = UserRules.Succeed(s_user, new PasswordSuccess { Verified = s_password }, s_realm, s_now);

        Assert.True(accepted);
        Assert.Same(s_user, next);
    }

    [Fact]
    public void A_success_is_refused_when_the_user_is_locked_or_disabled_or_has_another_password()
    {
        var success = new PasswordSuccess { Verified = s_password };
        UserState[] users =
        [
            s_user with { Failures = new LoginFailures { LockedUntil = s_now.ToUnixTimeMilliseconds() + 1 } },
            s_user with { Failures = new LoginFailures { LockedPermanently = true } },
            s_user with { Enabled = false },
            s_user with { Credentials = [s_password with { Id = "other" }] },
            s_user with { Credentials = [s_password with { SecretData = "{other}" }] },
            s_user with { Credentials = [s_otp] },
        ];

        foreach (var user in users)
        {
            var (next, accepted) = UserRules.Succeed(user, success, s_realm, s_now);

            Assert.False(accepted);
            Assert.Same(user, next);
        }
    }

    [Fact]
    public void An_upgrade_replaces_the_hash_and_nothing_else()
    {
        var upgraded = new Credential { Id = "new", Type = "password", SecretData = "{3}", CredentialData = "{4}" };

        var (next, _) = UserRules.Succeed(s_user, new PasswordSuccess { Verified = s_password, Upgraded = upgraded }, s_realm, s_now);

        Assert.Equal([s_otp, s_password with { SecretData = "{3}", CredentialData = "{4}" }], next.Credentials);
    }

    [Fact]
    public void A_new_password_takes_the_place_of_every_old_one()
    {
        var user = s_user with { Credentials = [s_password, s_otp, s_password with { Id = "p2" }], RequiredActions = ["UPDATE_PASSWORD", "VERIFY_EMAIL"] };
        var fresh = s_password with { Id = "fresh" };

        var next = UserRules.SetPassword(user, fresh, realm: null);

        Assert.Equal([fresh with { Id = s_password.Id }, s_otp], next.Credentials);
        Assert.Equal(["VERIFY_EMAIL"], next.RequiredActions);
    }

    [Fact]
    public void A_temporary_password_must_be_changed()
    {
        var next = UserRules.SetPassword(s_user with { RequiredActions = ["UPDATE_PASSWORD"] }, s_password with { Temporary = true }, realm: null);

        Assert.Equal(["UPDATE_PASSWORD"], next.RequiredActions);
    }

    [Fact]
    public void A_check_carries_no_credential_but_the_password()
    {
        var check = UserRules.Begin(s_user, s_realm, s_now);

        Assert.Empty(check.User.Credentials);
        Assert.Equal(s_password, check.Password);
    }
}
