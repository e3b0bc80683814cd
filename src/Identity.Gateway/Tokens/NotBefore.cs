using Identity.Grains.Clients;
using Identity.Grains.Realms;
using Identity.Grains.Users;

namespace Identity.Gateway.Tokens;

/// <summary>The instant before which tokens no longer count.</summary>
internal static class NotBefore
{
    /// <summary>Unix seconds: the latest that the realm, the client or the user names; 0 for none.</summary>
    public static long Of(RealmSnapshot realm, ClientState client, UserState? user) =>
        Math.Max(Math.Max(realm.Settings.NotBefore, client.NotBefore), user?.NotBefore ?? 0);
}
