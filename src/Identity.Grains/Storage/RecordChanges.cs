using Identity.Grains.Events;

namespace Identity.Grains.Storage;

/// <summary>Changes a record by what somebody outside its grain makes of it as it is now. When another was faster the change is made again
/// from what is there then: nothing is lost.</summary>
public sealed class RecordChanges(CurrentRecords records, IGrainFactory grains)
{
    private const int MaxAttempts = 20;

    /// <summary>Replaces the record by what the function makes of it; null removes it, the same instance writes nothing, and neither does an
    /// exception that it throws. Committed before it returns. <see cref="WriteResult.NotFound"/> when there is no such record,
    /// <see cref="WriteResult.Changed"/> when others were faster each time.</summary>
    /// <param name="key">The record's.</param>
    /// <param name="change">May be called several times.</param>
    /// <param name="reported">Stored in the same commit; null reports nothing.</param>
    public async Task<WriteResult> ChangeAsync<TGrain, TState>(EntityKey key, Func<TState, TState?> change, AdminEvent? reported = null)
        where TGrain : IRecordGrain<TState>
        where TState : class
    {
        ArgumentNullException.ThrowIfNull(change);
        for (var attempt = 1; ; attempt++)
        {
            if (await records.ReadAsync<TState>(key, CancellationToken.None) is not { } stored)
            {
                return WriteResult.NotFound.Instance;
            }

            var next = change(stored.State);
            if (ReferenceEquals(next, stored.State))
            {
                return WriteResult.Saved.Instance;
            }

            var result = await grains.Get<TGrain>(key).CommitAsync(new RecordChange<TState> { ETag = stored.ETag, State = next, Event = reported });
            if (result is not WriteResult.Changed || attempt == MaxAttempts)
            {
                return result;
            }
        }
    }
}
