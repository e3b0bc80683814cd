using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Identity.Grains.OneTimeCodes;
using Identity.Grains.Realms;

namespace Identity.Grains.Users;

/// <summary>Browsers that a user has logged in in: strangers' guesses do not lock them, and what they guess is counted apart.</summary>
/// <remarks>By the same limits as everybody's: a known browser that is over them is held as any other, for good where the realm locks for good. Who is
/// disabled by an administrator gets in nowhere.</remarks>
public static class KnownBrowsers
{
    private const int MarkBytes = 16;

    /// <summary>What a browser keeps to be known; null when the user has no password. It tells nothing of the password.</summary>
    /// <param name="user">With credentials. Another password, and a factor added or removed, is another mark.</param>
    public static string? MarkOf(UserState user)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (UserRules.Password(user) is not { } password)
        {
            return null;
        }

        var text = new StringBuilder(user.Id);
        var factors = user.Credentials.Where(other => SecondFactors.IsType(other.Type)).OrderBy(other => other.Id, StringComparer.Ordinal);
        foreach (var credential in factors.Prepend(password))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{credential.Type} {credential.Id} {credential.CreatedDate} {credential.SecretData}");
        }

        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, MarkBytes));
    }

    /// <summary>Whether a login attempt is refused whatever the password.</summary>
    internal static bool IsLocked(UserState user, string? mark, RealmState realm, string? ipAddress, DateTimeOffset now) =>
        !Knows(user, mark, realm, ipAddress, now) && BruteForce.IsLocked(user.Failures, realm, ipAddress, now);

    /// <summary>As the other, for a mark that was found to be right or wrong.</summary>
    internal static bool IsLocked(LoginFailures? failures, bool isMarked, RealmState realm, string? ipAddress, DateTimeOffset now) =>
        !(isMarked && IsWithinLimits(failures, realm, ipAddress, now)) && BruteForce.IsLocked(failures, realm, ipAddress, now);

    /// <summary>Counts a failure of somebody who is not locked.</summary>
    internal static LoginFailures Count(UserState user, string? mark, RealmState realm, string? ipAddress, DateTimeOffset now)
    {
        var before = user.Failures;
        return Knows(user, mark, realm, ipAddress, now)
            ? (before ?? new LoginFailures()) with { InKnownBrowsers = BruteForce.Count(before?.InKnownBrowsers, ipAddress, realm, now) }
            : BruteForce.Count(before, ipAddress, realm, now) with { InKnownBrowsers = before?.InKnownBrowsers };
    }

    /// <summary>What a success leaves of the failures: a lockout that did not hold for it goes on for those it holds for, strangers or known browsers.</summary>
    internal static LoginFailures? AfterSuccess(UserState user, string? mark, RealmState realm, string? ipAddress, DateTimeOffset now)
    {
        if (user.Failures is not { } failures)
        {
            return null;
        }

        if (Knows(user, mark, realm, ipAddress, now))
        {
            return !failures.Locks(realm, now) ? null : failures.InKnownBrowsers is null ? failures : failures with { InKnownBrowsers = null };
        }

        return failures.InKnownBrowsers is { } own && own.Locks(realm, now) ? new LoginFailures { InKnownBrowsers = own } : null;
    }

    private static bool Knows(UserState user, string? mark, RealmState realm, string? ipAddress, DateTimeOffset now) =>
        mark is not null && mark == MarkOf(user) && IsWithinLimits(user.Failures, realm, ipAddress, now);

    private static bool IsWithinLimits(LoginFailures? failures, RealmState realm, string? ipAddress, DateTimeOffset now) =>
        failures is null || !BruteForce.IsLocked(failures.InKnownBrowsers, realm, ipAddress, now);
}
