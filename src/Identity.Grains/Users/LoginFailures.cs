using Identity.Grains.Realms;

namespace Identity.Grains.Users;

/// <summary>Failed attempts of one user. Never goes down without a success, except by age.</summary>
[GenerateSerializer, Immutable, Alias("identity.login-failures")]
public sealed record LoginFailures
{
    /// <summary>Failures since the last success.</summary>
    [Id(0)]
    public int Count { get; init; }

    /// <summary>Lockouts since the last success.</summary>
    [Id(1)]
    public int TemporaryLockouts { get; init; }

    /// <summary>Unix milliseconds.</summary>
    [Id(2)]
    public long LastFailureAt { get; init; }

    /// <summary>Where the last failure came from.</summary>
    [Id(3)]
    public string? LastIpAddress { get; init; }

    /// <summary>Unix milliseconds; 0 when not locked.</summary>
    [Id(4)]
    public long LockedUntil { get; init; }

    /// <summary>Until an administrator clears it.</summary>
    [Id(5)]
    public bool LockedPermanently { get; init; }

    /// <summary>The network (<see cref="Protocol.NetworkAddress"/>) that a lockout for guessing too quickly holds for; null when the lockout is for everybody.</summary>
    [Id(6)]
    public string? LockedNetwork { get; init; }

    /// <summary>Failures in browsers that the user has logged in in, counted apart (<see cref="KnownBrowsers"/>). Its own is null.</summary>
    [Id(7)]
    public LoginFailures? InKnownBrowsers { get; init; }

    /// <summary>Whether they keep the user from logging in now, from some address at least and outside known browsers.</summary>
    public bool Locks(RealmState realm, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(realm);
        return BruteForce.IsLocked(this, realm, LockedNetwork, now);
    }
}
