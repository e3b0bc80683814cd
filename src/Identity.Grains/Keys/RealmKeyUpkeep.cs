using Identity.Grains.Clients;
using Identity.Grains.Realms;
using Identity.Grains.Storage;

namespace Identity.Grains.Keys;

/// <summary>Adds the keys that a realm comes to need after it was made.</summary>
public sealed class RealmKeyUpkeep(RealmSnapshots realms, RecordChanges changes, RealmKeyGenerator generator, KeyTurns turns)
{
    /// <summary>Makes a key for each algorithm that the realm or one of its clients signs with and that has none.
    /// To be called after a change of either. Idempotent; what others change at the same time stays.</summary>
    public async Task EnsureAsync(string realmName, CancellationToken cancellationToken)
    {
        if (await realms.FreshAsync(realmName, cancellationToken) is { } realm && !RealmKeyGenerator.IsComplete(realm.Settings, realm.Clients))
        {
            await AddAsync(realm, stored => generator.Complete(stored, realm.Clients), cancellationToken);
        }
    }

    /// <summary>Makes a key for each algorithm that a client signs with and that has none. To be called before the client is stored, so
    /// that it never asks for a key that is not there.</summary>
    public async Task EnsureAsync(RealmSnapshot realm, ClientState client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(realm);
        if (!RealmKeyGenerator.IsCompleteForSigning(realm.Settings, [client]))
        {
            await AddAsync(realm, stored => generator.CompleteSigning(stored, [client]), cancellationToken);
        }
    }

    private async Task AddAsync(RealmSnapshot realm, Func<RealmState, RealmState> complete, CancellationToken cancellationToken)
    {
        using var turn = await turns.EnterAsync(realm.Id, cancellationToken);
        await changes.ChangeAsync<IRealmGrain, RealmState>(EntityKey.ForRealm(realm.Id), complete);
    }
}
