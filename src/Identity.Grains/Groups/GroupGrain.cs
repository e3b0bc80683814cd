using Identity.Grains.Storage;

namespace Identity.Grains.Groups;

/// <inheritdoc cref="IGroupGrain"/>
internal sealed class GroupGrain([PersistentState(StateNames.Group, StateNames.Provider)] IPersistentState<GroupState> record) : Grain, IGroupGrain
{
    public Task<GroupState?> GetAsync(CancellationToken cancellationToken) => Task.FromResult(record.Current());

    public Task<WriteResult> CreateAsync(GroupState state) => record.CreateAsync(state);

    public Task<WriteResult> UpdateAsync(GroupState state) => record.UpdateAsync(state);

    public Task<WriteResult> DeleteAsync() => record.DeleteAsync();

    public Task<StoredRecord<GroupState>?> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(record.Stored());

    public Task<WriteResult> CommitAsync(RecordChange<GroupState> change) => record.CommitAsync(change);
}
