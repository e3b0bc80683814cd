namespace Identity.Grains.Storage;

/// <summary>A grain that is its record and nothing more.</summary>
internal abstract class RecordGrain<TState>(IRecord<TState> record) : Grain
    where TState : class
{
    public Task<WriteResult> CreateAsync(TState state) => record.CreateAsync(state);

    public Task<WriteResult> UpdateAsync(TState state) => record.UpdateAsync(state);

    public Task<WriteResult> DeleteAsync() => record.DeleteAsync();

    public Task<WriteResult> CommitAsync(RecordChange<TState> change) => record.CommitAsync(change);
}
