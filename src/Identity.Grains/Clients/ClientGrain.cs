using Identity.Grains.Storage;

namespace Identity.Grains.Clients;

/// <inheritdoc cref="IClientGrain"/>
internal sealed class ClientGrain([PersistentState(StateNames.Client, StateNames.Provider)] IPersistentState<ClientState> record) : Grain, IClientGrain
{
    public Task<ClientState?> GetAsync(CancellationToken cancellationToken) => Task.FromResult(record.Current());

    public Task<WriteResult> CreateAsync(ClientState state) => record.CreateAsync(state);

    public Task<WriteResult> UpdateAsync(ClientState state) => record.UpdateAsync(state);

    public Task<WriteResult> DeleteAsync() => record.DeleteAsync();

    public Task<StoredRecord<ClientState>?> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(record.Stored());

    public Task<WriteResult> CommitAsync(RecordChange<ClientState> change) => record.CommitAsync(change);
}
