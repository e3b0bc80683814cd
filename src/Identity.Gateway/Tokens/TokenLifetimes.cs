using System.Globalization;
using Identity.Grains.Clients;
using Identity.Grains.Protocol;
using Identity.Grains.Realms;
using Identity.Grains.Sessions;

namespace Identity.Gateway.Tokens;

/// <summary>When tokens expire: after their lifespan, and never after their session.</summary>
internal static class TokenLifetimes
{
    /// <summary>Unix seconds at which an access or ID token expires. The client's own lifespan wins over the realm's; -1 is as long as the session.</summary>
    public static long AccessTokenEnd(RealmSnapshot realm, ClientState client, SessionView? session, long now)
    {
        var lifespan = Seconds(client, ClientAttributes.AccessTokenLifespan) ?? realm.Settings.AccessTokenLifespan;
        if (lifespan > 0)
        {
            return Math.Min(now + lifespan, session?.MaxExpiresAt ?? long.MaxValue);
        }

        return session is { MaxExpiresAt: < long.MaxValue } ? session.MaxExpiresAt : now + realm.Settings.AccessTokenLifespan;
    }

    /// <summary>Unix seconds at which a refresh token expires; null for an offline token of a session without a longest life.</summary>
    public static long? RefreshTokenEnd(RealmSnapshot realm, ClientState client, SessionView session, long now)
    {
        if (session.Offline && session.MaxExpiresAt == long.MaxValue)
        {
            return null;
        }

        var idle = session.Offline
            ? Seconds(client, ClientAttributes.ClientOfflineSessionIdle) ?? realm.Settings.ClientOfflineSessionIdleTimeout
            : Seconds(client, ClientAttributes.ClientSessionIdle) ?? realm.Settings.ClientSessionIdleTimeout;
        return idle > 0 ? Math.Min(session.ExpiresAt, now + idle) : session.ExpiresAt;
    }

    private static long? Seconds(ClientState client, string attribute) =>
        client.Attributes.TryGetValue(attribute, out var text)
        && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 or -1
            ? seconds
            : null;
}
