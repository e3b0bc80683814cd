using System.Text.Json.Nodes;
using Identity.Grains.Realms;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.AttackDetection;

/// <summary>What is known of the wrong passwords of a user, in Keycloak's words.</summary>
internal static class BruteForceStatus
{
    private const string NoAddress = "n/a";

    /// <summary>The answer of the attack detection.</summary>
    public static JsonObject Write(RealmState realm, LoginFailures? failures, DateTimeOffset now)
    {
        var counted = Counted(realm, failures);
        return new JsonObject
        {
            ["failedLoginNotBefore"] = (counted?.LockedUntil ?? 0) / 1000,
            ["numFailures"] = counted?.Count ?? 0,
            ["numTemporaryLockouts"] = counted?.TemporaryLockouts ?? 0,
            ["disabled"] = counted?.Locks(realm, now) ?? false,
            ["numSecondaryAuthFailures"] = 0,
            ["lastIPFailure"] = counted?.LastIpAddress ?? NoAddress,
            ["lastFailure"] = counted?.LastFailureAt ?? 0,
        };
    }

    /// <summary>The same as lists of users show it.</summary>
    public static JsonObject WriteListed(RealmState realm, LoginFailures? failures, DateTimeOffset now)
    {
        var counted = Counted(realm, failures);
        return new JsonObject
        {
            ["numFailures"] = counted?.Count ?? 0,
            ["disabled"] = counted?.Locks(realm, now) ?? false,
            ["lastIPFailure"] = counted?.LastIpAddress ?? NoAddress,
            ["lastFailure"] = counted?.LastFailureAt ?? 0,
        };
    }

    private static LoginFailures? Counted(RealmState realm, LoginFailures? failures) =>
        realm.BruteForceProtected || failures?.LockedPermanently == true ? Whole(failures) : null;

    // Known browsers count apart, but all of it is wrong passwords of the user.
    private static LoginFailures? Whole(LoginFailures? failures)
    {
        if (failures?.InKnownBrowsers is not { } own)
        {
            return failures;
        }

        var last = own.LastFailureAt > failures.LastFailureAt ? own : failures;
        return failures with { Count = failures.Count + own.Count, LastFailureAt = last.LastFailureAt, LastIpAddress = last.LastIpAddress };
    }
}
