using Identity.Grains.Protocol;
using Identity.Grains.Realms;

namespace Identity.Grains.Users;

/// <summary>When wrong passwords lock a user out, by the realm's settings and in Keycloak's arithmetic.</summary>
/// <remarks>Guessing too quickly locks the network that guesses: a stranger's two wrong passwords keep nobody else out. A second network that guesses
/// meanwhile, and the full count of failures, lock for everybody.</remarks>
internal static class BruteForce
{
    private const int MaxIpAddressLength = 64;

    public static bool IsLocked(LoginFailures? failures, RealmState realm, string? ipAddress, DateTimeOffset now) =>
        failures is not null
        && (failures.LockedPermanently
            || (realm.BruteForceProtected
                && failures.LockedUntil > now.ToUnixTimeMilliseconds()
                && (failures.LockedNetwork is not { } network || network == NetworkAddress.Of(ipAddress))));

    /// <summary>Counts one more failure of a user who is not locked. Failures older than maxDeltaTimeSeconds are forgotten first,
    /// unless the realm locks for good at once.</summary>
    public static LoginFailures Count(LoginFailures? before, string? ipAddress, RealmState realm, DateTimeOffset now)
    {
        var at = now.ToUnixTimeMilliseconds();
        var sinceLast = before is null ? long.MaxValue : Math.Max(0, at - before.LastFailureAt);
        var locksAtOnce = realm is { PermanentLockout: true, MaxTemporaryLockouts: 0 };
        var old = before is null || (!locksAtOnce && sinceLast > realm.MaxDeltaTimeSeconds * 1000L) ? new LoginFailures() : before;
        var counted = old with
        {
            Count = old.Count + 1,
            LastFailureAt = Math.Max(at, before?.LastFailureAt ?? 0),
            LastIpAddress = Bounded(ipAddress),
        };
        return locksAtOnce ? LockForGood(counted, realm, at, sinceLast) : LockForAWhile(counted, realm, at, sinceLast);
    }

    private static LoginFailures LockForGood(LoginFailures counted, RealmState realm, long at, long sinceLast) =>
        counted.Count >= Factor(realm)
            ? counted with { LockedPermanently = true }
            : Quickly(counted, at, QuickWait(realm, sinceLast));

    private static LoginFailures LockForAWhile(LoginFailures counted, RealmState realm, long at, long sinceLast)
    {
        var steps = realm.BruteForceStrategy == "LINEAR" ? 1 + counted.Count - Factor(realm) : counted.Count / Factor(realm);
        var wait = (long)realm.WaitIncrementSeconds * steps;
        if (wait <= 0)
        {
            return Quickly(counted, at, Math.Min(realm.MaxFailureWaitSeconds, QuickWait(realm, sinceLast)));
        }

        // Quick guesses lock too, but only full counts bring the permanent lockout nearer.
        var locked = counted with { TemporaryLockouts = counted.TemporaryLockouts + 1 };
        return realm.PermanentLockout && locked.TemporaryLockouts > realm.MaxTemporaryLockouts
            ? locked with { LockedPermanently = true }
            : Until(locked, at, Math.Min(realm.MaxFailureWaitSeconds, wait));
    }

    private static long QuickWait(RealmState realm, long sinceLast) =>
        sinceLast < realm.QuickLoginCheckMilliSeconds ? realm.MinimumQuickLoginWaitSeconds : 0;

    private static LoginFailures Until(LoginFailures counted, long at, long waitSeconds) =>
        waitSeconds > 0 ? counted with { LockedUntil = at + (waitSeconds * 1000), LockedNetwork = null } : counted;

    // Who guesses while another network is locked may be the same with a second address.
    private static LoginFailures Quickly(LoginFailures counted, long at, long waitSeconds) =>
        waitSeconds > 0 && counted.LockedUntil <= at
            ? counted with { LockedUntil = at + (waitSeconds * 1000), LockedNetwork = Bounded(NetworkAddress.Of(counted.LastIpAddress)) }
            : Until(counted, at, waitSeconds);

    private static string? Bounded(string? address) => address is { Length: > MaxIpAddressLength } ? address[..MaxIpAddressLength] : address;

    private static int Factor(RealmState realm) => Math.Max(1, realm.FailureFactor);
}
