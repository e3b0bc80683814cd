using System.Globalization;
using Identity.Grains.Clients;
using Identity.Grains.Realms;

namespace Identity.Grains.Sessions;

/// <summary>When a session, or a client's part of it, ends by time.</summary>
/// <remarks>Use is written at most once per tenth of the idle time, so that a pod may know of a use that the record does not show.
/// A session therefore ends no sooner than its idle time after its last use, and no later than a tenth of it after that.</remarks>
internal static class SessionLifetime
{
    private const int WriteFraction = 10;

    /// <summary>The session's idle time in seconds.</summary>
    public static long Idle(SessionState session, RealmState realm) => Limits(session, realm).Idle;

    /// <summary>Unix seconds at which the session ends when it is not used again.</summary>
    public static long IdleEnd(SessionState session, RealmState realm) => session.LastRefresh + Limits(session, realm).IdleWithMargin;

    /// <summary>Unix seconds at which the session ends however much it is used.</summary>
    public static long MaxEnd(SessionState session, RealmState realm) =>
        Limits(session, realm).Max is var max and < long.MaxValue ? session.Started + max : long.MaxValue;

    /// <summary>Unix seconds at which the session ends as things stand.</summary>
    public static long End(SessionState session, RealmState realm) =>
        !session.Offline && session.Started < realm.SessionsValidFrom ? 0 : Math.Min(IdleEnd(session, realm), MaxEnd(session, realm));

    /// <summary>Unix seconds at which the client's part ends as things stand, by the limits of the client or, failing those, the realm.</summary>
    public static long ClientEnd(SessionState session, ClientSession part, RealmState realm, ClientState client)
    {
        if (part.Started < client.SessionsValidFrom)
        {
            return 0;
        }

        var idle = session.Offline
            ? Limit(client, "client.offline.session.idle.timeout", realm.ClientOfflineSessionIdleTimeout)
            : Limit(client, "client.session.idle.timeout", realm.ClientSessionIdleTimeout);
        var max = session.Offline
            ? Limit(client, "client.offline.session.max.lifespan", realm.OfflineSessionMaxLifespanEnabled ? realm.ClientOfflineSessionMaxLifespan : 0)
            : Limit(client, "client.session.max.lifespan", realm.ClientSessionMaxLifespan);
        var idleEnd = idle > 0 ? WithMargin(part.LastRefresh, idle) : long.MaxValue;
        var maxEnd = max > 0 ? part.Started + max : long.MaxValue;
        return Math.Min(End(session, realm), Math.Min(idleEnd, maxEnd));
    }

    /// <summary>Whether a use at <paramref name="now"/> is to be written: a tenth of the shorter idle time has gone by since the last one was.</summary>
    public static bool IsTouchDue(SessionState session, ClientSession part, RealmState realm, ClientState client, long now)
    {
        var clientIdle = session.Offline
            ? Limit(client, "client.offline.session.idle.timeout", realm.ClientOfflineSessionIdleTimeout)
            : Limit(client, "client.session.idle.timeout", realm.ClientSessionIdleTimeout);
        return now - session.LastRefresh >= Idle(session, realm) / WriteFraction
            || (clientIdle > 0 && now - part.LastRefresh >= clientIdle / WriteFraction);
    }

    private static SessionLimits Limits(SessionState session, RealmState realm) => SessionLimits.Of(realm, session.Offline, session.RememberMe);

    private static long WithMargin(long lastUse, long idle) => lastUse + idle + (idle / WriteFraction);

    private static long Limit(ClientState client, string attribute, int realmDefault) =>
        client.Attributes.TryGetValue(attribute, out var text)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? seconds
            : realmDefault;
}
