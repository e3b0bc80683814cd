using Identity.Grains.OneTimeCodes;
using Identity.Grains.Passwords;
using Identity.Grains.Realms;

namespace Identity.Grains.Users;

/// <summary>What becomes of a user, decided without clock, storage or log.</summary>
internal static class UserRules
{
    public const string PasswordType = UserCredentials.Password;

    public static UserState Normalize(UserState user) => user with
    {
        Username = user.Username.ToLowerInvariant(),
        Email = string.IsNullOrWhiteSpace(user.Email) ? null : user.Email.ToLowerInvariant(),
        // Nobody logs in as a service account: its client has the credentials.
        Credentials = IsPerson(user) ? user.Credentials : [],
    };

    /// <summary>Whether the user stands for a person, who logs in, and not for a client.</summary>
    public static bool IsPerson(UserState user) => user.ServiceAccountClientId is null;

    /// <summary>The user as somebody wants it, with what only logins count.</summary>
    public static UserState Keep(UserState? before, UserState next) =>
        next with
        {
            Failures = before?.Failures,
            UsedTimeSteps = before?.UsedTimeSteps ?? new Dictionary<string, long>(),
            Logouts = Math.Max(before?.Logouts ?? 0, next.Logouts),
        };

    public static UserState WithoutCredentials(UserState user) => user with { Credentials = [] };

    public static Credential? Password(UserState user) => user.Credentials.FirstOrDefault(credential => credential.Type == PasswordType);

    public static PasswordCheck Begin(UserState user, RealmState realm, DateTimeOffset now) => new()
    {
        User = WithoutCredentials(WithExpiry(user, realm, now)),
        Password = IsPerson(user) ? Password(user) : null,
        Locked = BruteForce.IsLocked(user.Failures, realm, ipAddress: null, now),
        SecondFactor = SecondFactors.Of(user),
        BrowserMark = IsPerson(user) ? KnownBrowsers.MarkOf(user) : null,
    };

    /// <summary>A try while locked neither counts nor prolongs the lockout: otherwise a stranger could lock a user out for ever.</summary>
    public static UserState Fail(UserState user, PasswordFailure failure, RealmState realm, DateTimeOffset now) =>
        !realm.BruteForceProtected || !IsPerson(user) || KnownBrowsers.IsLocked(user, failure.BrowserMark, realm, failure.IpAddress, now)
            ? user
            : user with { Failures = KnownBrowsers.Count(user, failure.BrowserMark, realm, failure.IpAddress, now) };

    public static (UserState Next, bool Accepted) Succeed(UserState user, PasswordSuccess success, RealmState realm, DateTimeOffset now)
    {
        if (!user.Enabled
            || !IsPerson(user)
            || KnownBrowsers.IsLocked(user, success.BrowserMark, realm, success.IpAddress, now)
            || Password(user) is not { } stored
            || stored.Id != success.Verified.Id
            || stored.SecretData != success.Verified.SecretData)
        {
            return (user, false);
        }

        // With a second factor the login is not over: who has the password alone must not be able to reset the count of wrong codes.
        var isWhole = SecondFactors.Of(user) == SecondFactor.None;
        var left = isWhole ? KnownBrowsers.AfterSuccess(user, success.BrowserMark, realm, success.IpAddress, now) : user.Failures;
        var next = ReferenceEquals(left, user.Failures) ? user : user with { Failures = left };
        next = WithExpiry(next, realm, now);
        return (success.Upgraded is { } upgraded ? Rehash(next, stored, upgraded) : next, true);
    }

    /// <summary>The user, who must choose a new password when the present one is older than the realm allows.</summary>
    public static UserState WithExpiry(UserState user, RealmState realm, DateTimeOffset now)
    {
        var policy = PasswordPolicy.Parse(realm.PasswordPolicy);
        return policy.ExpiresAfterDays is { } days && Password(user) is { } password && !user.RequiredActions.Contains(UserCredentials.UpdatePassword)
            && now.ToUnixTimeMilliseconds() - password.CreatedDate > TimeSpan.FromDays(days).TotalMilliseconds
                ? user with { RequiredActions = [.. user.RequiredActions, UserCredentials.UpdatePassword] }
                : user;
    }

    /// <summary>The password that the person chose, or an administrator set for the person.</summary>
    public static UserState SetPassword(UserState user, Credential password, RealmState? realm)
    {
        if (!IsPerson(user))
        {
            return user;
        }

        var next = UserCredentials.WithPassword(user, password, PasswordPolicy.Parse(realm?.PasswordPolicy).History);
        return password.Temporary ? next : UserCredentials.WithoutPasswordUpdate(next);
    }

    private static UserState Rehash(UserState user, Credential stored, Credential upgraded) => user with
    {
        Credentials =
        [
            .. user.Credentials.Select(credential => ReferenceEquals(credential, stored)
                ? stored with { SecretData = upgraded.SecretData, CredentialData = upgraded.CredentialData }
                : credential),
        ],
    };
}
