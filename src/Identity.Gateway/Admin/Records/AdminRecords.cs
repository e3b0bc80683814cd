using Identity.Grains.Events;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Records;

/// <summary>Creates, changes and removes records through their grains. A change is a function of the record: when another
/// administrator was faster it is applied again to what is there now, so that no update is lost.</summary>
internal sealed class AdminRecords(CurrentRecords current, RecordChanges changes, IGrainFactory grains, IRecordWrites writes)
{
    private const int MaxAttempts = 20;

    /// <summary>Creates the record with its event. <see cref="WriteResult.Duplicate"/> when its id or a unique value is taken.</summary>
    public Task<WriteResult> CreateAsync<TGrain, TState>(string realmId, string id, TState state, AdminEvent? reported)
        where TGrain : IRecordGrain<TState>
        where TState : class =>
        grains.Get<TGrain>(new EntityKey(realmId, id)).CommitAsync(new RecordChange<TState> { State = state, Event = reported });

    /// <summary>Replaces the record by what the function makes of it. The function may be called several times; the same instance writes
    /// nothing, and neither does an exception that it throws.</summary>
    public Task<WriteResult> ChangeAsync<TGrain, TState>(string realmId, string id, Func<TState, TState> change, AdminEvent? reported)
        where TGrain : IRecordGrain<TState>
        where TState : class =>
        changes.ChangeAsync<TGrain, TState>(EntityKey.ToFind(realmId, id), change, reported);

    /// <summary>Removes the record with its event. <see cref="WriteResult.NotFound"/> when there is none.</summary>
    public Task<WriteResult> DeleteAsync<TGrain, TState>(string realmId, string id, AdminEvent? reported)
        where TGrain : IRecordGrain<TState>
        where TState : class =>
        changes.ChangeAsync<TGrain, TState>(EntityKey.ToFind(realmId, id), _ => null, reported);

    /// <summary>Changes and removes several records that belong together, in one commit with the event that tells of all. <see cref="WriteResult.NotFound"/>
    /// when the function finds no record.</summary>
    /// <param name="plan">What is to be done with the records as they are now, each at most once; null when what it is about is gone. May be called several times.</param>
    /// <param name="reported">The event; null stores none.</param>
    public async Task<WriteResult> ChangeTogetherAsync(Func<Task<IReadOnlyList<RecordWrite>?>> plan, AdminEvent? reported)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await plan() is not { } planned)
            {
                return WriteResult.NotFound.Instance;
            }

            var result = await writes.CommitAsync(planned, reported is null ? [] : [reported]);
            if (result is not WriteResult.Changed || attempt == MaxAttempts)
            {
                return result;
            }
        }
    }

    /// <summary>The record as it is now; null when there is none.</summary>
    public async Task<TState?> ReadAsync<TState>(string realmId, string id, CancellationToken cancellationToken)
        where TState : class =>
        (await current.ReadAsync<TState>(EntityKey.ToFind(realmId, id), cancellationToken))?.State;

    /// <summary>The same with its version.</summary>
    public Task<StoredRecord<TState>?> StoredAsync<TState>(string realmId, string id)
        where TState : class =>
        current.ReadAsync<TState>(EntityKey.ToFind(realmId, id), CancellationToken.None);
}
