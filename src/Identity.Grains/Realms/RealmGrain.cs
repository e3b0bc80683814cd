using Identity.Grains.Storage;

namespace Identity.Grains.Realms;

/// <inheritdoc cref="IRealmGrain"/>
internal sealed class RealmGrain([PersistentState(StateNames.Realm, StateNames.Provider)] IPersistentState<RealmState> record) : Grain, IRealmGrain
{
    public Task<RealmState?> GetAsync(CancellationToken cancellationToken) => Task.FromResult(record.Current());

    public Task<WriteResult> CreateAsync(RealmState state) => record.CreateAsync(state);

    public Task<WriteResult> UpdateAsync(RealmState state) => record.UpdateAsync(state);

    public Task<WriteResult> DeleteAsync() => record.DeleteAsync();

    public Task<StoredRecord<RealmState>?> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(record.Stored());

    public Task<WriteResult> CommitAsync(RecordChange<RealmState> change) => record.CommitAsync(change);
}
