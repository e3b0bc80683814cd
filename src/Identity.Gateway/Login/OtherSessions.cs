using Identity.Gateway.Realms;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;

namespace Identity.Gateway.Login;

/// <summary>Ends a user's sessions elsewhere.</summary>
internal sealed class OtherSessions(ISessionIndex index, IGrainFactory grains)
{
    /// <summary>Ends every session of the user, offline ones included, but the one to keep. Committed before it returns.</summary>
    public async Task EndAsync(RealmContext realm, string userId, string? keep)
    {
        var kept = keep is null ? null : SessionKey.Of(realm.Realm.Id, keep, offline: false).ToString();
        foreach (var key in await index.ListByUserAsync(realm.Realm.Id, userId, CancellationToken.None))
        {
            if (key != kept)
            {
                await UnreadableSessions.PassAsync(() => grains.Get<ISessionGrain>(EntityKey.Parse(key)).EndAsync());
            }
        }
    }
}
