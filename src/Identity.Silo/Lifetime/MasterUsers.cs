using Identity.Grains.Realms;
using Identity.Grains.Users;

namespace Identity.Silo.Lifetime;

/// <summary>Tells whether anybody can administer the server yet.</summary>
internal sealed class MasterUsers(IRealmSource realms, IUserDirectory users)
{
    /// <summary>The master realm has at least one user.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        if (await realms.LoadAsync(MasterRealm.Name, cancellationToken) is not { } master)
        {
            return false;
        }

        await foreach (var _ in users.ListAsync(master.Realm.Id, cancellationToken))
        {
            return true;
        }

        return false;
    }
}
