using Identity.Grains.Storage;

namespace Identity.Grains.Roles;

/// <inheritdoc cref="IRoleGrain"/>
internal sealed class RoleGrain([PersistentState(StateNames.Role, StateNames.Provider)] IPersistentState<RoleState> record) : Grain, IRoleGrain
{
    public Task<RoleState?> GetAsync(CancellationToken cancellationToken) => Task.FromResult(record.Current());

    public Task<WriteResult> CreateAsync(RoleState state) => record.CreateAsync(state);

    public Task<WriteResult> UpdateAsync(RoleState state) => record.UpdateAsync(state);

    public Task<WriteResult> DeleteAsync() => record.DeleteAsync();

    public Task<StoredRecord<RoleState>?> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(record.Stored());

    public Task<WriteResult> CommitAsync(RecordChange<RoleState> change) => record.CommitAsync(change);
}
