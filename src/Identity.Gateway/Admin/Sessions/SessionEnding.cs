using Identity.Gateway.Login;
using Identity.Gateway.Logout;
using Identity.Gateway.Realms;
using Identity.Grains.Events;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Sessions;

/// <summary>Ends sessions at an administrator's word. Committed before it returns: no pod accepts them again.</summary>
internal sealed class SessionEnding(SessionLogout logout, ISessionIndex sessions, SessionReader reader)
{
    /// <summary>Ends one session, with its event in the same commit. False when there is no live one of that id.</summary>
    public async Task<bool> EndAsync(RealmContext realm, string sid, bool offline, Func<AdminEvent?> report, CancellationToken cancellationToken)
    {
        if (sid.Contains('/', StringComparison.Ordinal)
            || await reader.FindAsync(realm.Realm, SessionKey.Of(realm.Realm.Id, sid, offline), clientId: null, cancellationToken) is null)
        {
            return false;
        }

        await logout.EndAsync(realm, sid, offline, "admin", report());
        return true;
    }

    /// <summary>Ends every session of a user, offline ones only if asked to. No token of one that cannot be read is taken anyway: it keeps no
    /// other from ending.</summary>
    public async Task EndOfUserAsync(RealmContext realm, string userId, bool offlineToo)
    {
        foreach (var key in await sessions.ListByUserAsync(realm.Realm.Id, userId, CancellationToken.None))
        {
            var id = EntityKey.Parse(key).Id;
            var (sid, offline) = (SessionKey.Sid(id), SessionKey.IsOffline(id));
            if (offlineToo || !offline)
            {
                await UnreadableSessions.PassAsync(() => logout.EndAsync(realm, sid, offline, "admin"));
            }
        }
    }
}
