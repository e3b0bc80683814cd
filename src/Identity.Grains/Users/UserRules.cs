using Identity.Grains.OneTimeCodes;
using Identity.Grains.Realms;

namespace Identity.Grains.Users;

/// <summary>What becomes of a user, decided without clock, storage or log.</summary>
internal static class UserRules
{
    public const string PasswordType = "password";
    private const string UpdatePassword = "UPDATE_PASSWORD";

    public static UserState Normalize(UserState user) => user with
    {
        Username = user.Username.ToLowerInvariant(),
        Email = string.IsNullOrWhiteSpace(user.Email) ? null : user.Email.ToLowerInvariant(),
    };

    /// <summary>The user as somebody wants it, with what only logins count.</summary>
    public static UserState Keep(UserState? before, UserState next) =>
        next with { Failures = before?.Failures, UsedTimeSteps = before?.UsedTimeSteps ?? new Dictionary<string, long>() };

    public static UserState WithoutCredentials(UserState user) => user with { Credentials = [] };

    public static Credential? Password(UserState user) => user.Credentials.FirstOrDefault(credential => credential.Type == PasswordType);

    public static PasswordCheck Begin(UserState user, RealmState realm, DateTimeOffset now) => new()
    {
        User = WithoutCredentials(user),
        Password = Password(user),
        Locked = BruteForce.IsLocked(user.Failures, realm, now),
        SecondFactor = SecondFactors.Of(user),
    };

    /// <summary>A try while locked neither counts nor prolongs the lockout: otherwise a stranger could lock a user out for ever.</summary>
    public static UserState Fail(UserState user, PasswordFailure failure, RealmState realm, DateTimeOffset now) =>
        !realm.BruteForceProtected || BruteForce.IsLocked(user.Failures, realm, now)
            ? user
            : user with { Failures = BruteForce.Count(user.Failures, failure.IpAddress, realm, now) };

    public static (UserState Next, bool Accepted) Succeed(UserState user, PasswordSuccess success, RealmState realm, DateTimeOffset now)
    {
        if (!user.Enabled
            || BruteForce.IsLocked(user.Failures, realm, now)
            || Password(user) is not { } stored
            || stored.Id != success.Verified.Id
            || stored.SecretData != success.Verified.SecretData)
        {
            return (user, false);
        }

        // With a second factor the login is not over: who has the password alone must not be able to reset the count of wrong codes.
        var isWhole = SecondFactors.Of(user) == SecondFactor.None;
        var next = isWhole && user.Failures is not null ? user with { Failures = null } : user;
        return (success.Upgraded is { } upgraded ? Rehash(next, stored, upgraded) : next, true);
    }

    /// <summary>The new password takes the first old one's place; others of its type go.</summary>
    public static UserState SetPassword(UserState user, Credential password)
    {
        var others = user.Credentials.Where(credential => credential.Type != PasswordType).ToList();
        others.Insert(user.Credentials.TakeWhile(credential => credential.Type != PasswordType).Count(), password);
        var actions = user.RequiredActions.Where(action => action != UpdatePassword);
        return user with
        {
            Credentials = others,
            RequiredActions = password.Temporary ? [.. actions, UpdatePassword] : [.. actions],
        };
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
