using Identity.Grains.Realms;

namespace Identity.Grains.Sessions;

/// <summary>How long a session lives by its realm's settings. Seconds.</summary>
/// <param name="Idle">Without use.</param>
/// <param name="Max">However much it is used; <see cref="long.MaxValue"/> for ever.</param>
public readonly record struct SessionLimits(long Idle, long Max)
{
    private const int WriteFraction = 10;

    /// <summary>From the last use on record to the end: a use may be on record nowhere for a tenth of the idle time.</summary>
    public long IdleWithMargin => Idle + (Idle / WriteFraction);

    /// <summary>The limits of a kind of session.</summary>
    public static SessionLimits Of(RealmState realm, bool offline, bool rememberMe)
    {
        ArgumentNullException.ThrowIfNull(realm);
        return offline
            ? new SessionLimits(
                realm.OfflineSessionIdleTimeout, realm.OfflineSessionMaxLifespanEnabled ? realm.OfflineSessionMaxLifespan : long.MaxValue)
            : new SessionLimits(
                rememberMe && realm.SsoSessionIdleTimeoutRememberMe > 0 ? realm.SsoSessionIdleTimeoutRememberMe : realm.SsoSessionIdleTimeout,
                rememberMe && realm.SsoSessionMaxLifespanRememberMe > 0 ? realm.SsoSessionMaxLifespanRememberMe : realm.SsoSessionMaxLifespan);
    }
}
