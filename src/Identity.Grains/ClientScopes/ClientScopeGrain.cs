using Identity.Grains.Storage;

namespace Identity.Grains.ClientScopes;

/// <inheritdoc cref="IClientScopeGrain"/>
internal sealed class ClientScopeGrain([PersistentState(StateNames.ClientScope, StateNames.Provider)] IPersistentState<ClientScopeState> record) : Grain, IClientScopeGrain
{
    public Task<ClientScopeState?> GetAsync(CancellationToken cancellationToken) => Task.FromResult(record.Current());

    public Task<WriteResult> CreateAsync(ClientScopeState state) => record.CreateAsync(state);

    public Task<WriteResult> UpdateAsync(ClientScopeState state) => record.UpdateAsync(state);

    public Task<WriteResult> DeleteAsync() => record.DeleteAsync();

    public Task<StoredRecord<ClientScopeState>?> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(record.Stored());

    public Task<WriteResult> CommitAsync(RecordChange<ClientScopeState> change) => record.CommitAsync(change);
}
