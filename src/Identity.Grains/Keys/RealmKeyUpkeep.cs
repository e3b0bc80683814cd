using Identity.Grains.Realms;
using Identity.Grains.Storage;

namespace Identity.Grains.Keys;

/// <summary>Adds the keys that a realm comes to need after it was made.</summary>
public sealed class RealmKeyUpkeep(IRealmSource source, IGrainFactory grains, RealmKeyGenerator generator)
{
    /// <summary>Makes a key for each algorithm that the realm or one of its clients signs with and that has none.
    /// To be called after a change of either. Idempotent.</summary>
    public async Task EnsureAsync(string realmName, CancellationToken cancellationToken)
    {
        if (await source.LoadAsync(realmName, cancellationToken) is not { } records || ReferenceEquals(generator.Complete(records.Realm, records.Clients), records.Realm))
        {
            return;
        }

        var grain = grains.GetGrain<IRealmGrain>(EntityKey.ForRealm(records.Realm.Id).ToString());
        if (await grain.GetAsync(cancellationToken) is { } current)
        {
            var completed = generator.Complete(current, records.Clients);
            if (!ReferenceEquals(completed, current))
            {
                await grain.UpdateAsync(completed);
            }
        }
    }
}
