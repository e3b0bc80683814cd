using Identity.Gateway.Realms;
using Identity.Grains.Realms;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Gateway.Token;

/// <summary>Keeps the offline session that goes with a login: same sid, a grain and a life of its own.</summary>
internal sealed class OfflineSessions(IGrainFactory grains)
{
    private const string OfflineAccess = "offline_access";

    /// <summary>Whether the user holds the realm role offline_access, which Keycloak asks for.</summary>
    public static bool IsAllowed(RealmSnapshot realm, UserState user) =>
        realm.FindRole(clientId: null, OfflineAccess) is { } role && realm.HoldsAny(user, [role.Id]);

    /// <summary>Lets the client into the login's offline session, beginning it if there is none yet.</summary>
    public async Task<Authorized> JoinAsync(RealmContext realm, SessionView login, string clientUuid)
    {
        var session = grains.Get<ISessionGrain>(SessionKey.Of(realm.Realm.Id, login.Id, offline: true));
        var client = new ClientAuthorization { ClientId = clientUuid };
        if (await session.AuthorizeAsync(client) is { } joined)
        {
            return joined;
        }

        try
        {
            return (await session.StartAsync(new SessionStart
            {
                UserId = login.UserId,
                Username = login.Username,
                Offline = true,
                RememberMe = login.RememberMe,
                IpAddress = login.IpAddress,
                AuthTime = login.AuthTime,
                Acr = login.Acr,
                Notes = login.Notes,
                Client = client,
            }))!;
        }
        catch (InvalidOperationException)
        {
            // Another request of the same login began it in between.
            return await session.AuthorizeAsync(client) ?? throw new InvalidOperationException("The offline session can neither be joined nor begun.");
        }
    }
}
