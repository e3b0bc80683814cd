using Identity.Gateway.Logout;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Users;

/// <summary>Ends the sessions of a user.</summary>
internal sealed class UserSessionsEnd(ISessionIndex index, SessionLogout logout)
{
    private const int MaxParallel = 8;

    /// <summary>Ends every session that is not an offline one, and tells their clients. Committed before it returns.</summary>
    public Task EndAsync(AdminCall call, string userId) => EndAsync(call, userId, offline: false);

    /// <summary>Ends every session, offline ones included.</summary>
    public async Task EndAllAsync(AdminCall call, string userId)
    {
        await EndAsync(call, userId, offline: false);
        await EndAsync(call, userId, offline: true);
    }

    private async Task EndAsync(AdminCall call, string userId, bool offline)
    {
        var keys = await index.ListByUserAsync(call.Realm.Id, userId, CancellationToken.None);
        await Parallel.ForEachAsync(
            keys.Select(key => EntityKey.Parse(key).Id).Where(id => SessionKey.IsOffline(id) == offline),
            new ParallelOptions { MaxDegreeOfParallelism = MaxParallel },
            async (id, _) => await logout.EndAsync(call.Context, SessionKey.Sid(id), offline, "administrator"));
    }
}
