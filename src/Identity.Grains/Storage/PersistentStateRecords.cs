using Identity.Grains.Events;
using Orleans.Storage;

namespace Identity.Grains.Storage;

/// <summary>Creates, replaces and removes a grain's record, each committed before it returns.</summary>
internal static class PersistentStateRecords
{
    /// <summary>The record; null when there is none.</summary>
    public static TState? Current<TState>(this IPersistentState<TState> state)
        where TState : class =>
        state.RecordExists ? state.State : null;

    /// <summary>Writes the record unless one is there already.</summary>
    public static Task<WriteResult> CreateAsync<TState>(this IPersistentState<TState> state, TState record)
        where TState : class =>
        state.WriteAsync(existing => existing is null ? (record, WriteResult.Saved.Instance) : (existing, new WriteResult.Duplicate { Index = "id" }));

    /// <summary>Replaces the record that is there.</summary>
    public static Task<WriteResult> UpdateAsync<TState>(this IPersistentState<TState> state, TState record)
        where TState : class =>
        state.ChangeAsync(_ => record);

    /// <summary>Replaces the record that is there by what the rule makes of it.</summary>
    public static Task<WriteResult> ChangeAsync<TState>(this IPersistentState<TState> state, Func<TState, TState> rule)
        where TState : class =>
        state.WriteAsync(existing => existing is null ? (null, WriteResult.NotFound.Instance) : (rule(existing), WriteResult.Saved.Instance));

    /// <summary>The record with its version; null when there is none.</summary>
    public static StoredRecord<TState>? Stored<TState>(this IPersistentState<TState> state)
        where TState : class =>
        state.RecordExists ? new StoredRecord<TState> { State = state.State, ETag = state.Etag! } : null;

    /// <summary>Carries out a change that was made from a version of the record, with its event, if the record still has that version.</summary>
    public static async Task<WriteResult> CommitAsync<TState>(this IPersistentState<TState> state, RecordChange<TState> change)
        where TState : class
    {
        if (state.RecordExists && change.ETag is null)
        {
            return new WriteResult.Duplicate { Index = "id" };
        }

        if (!state.RecordExists && change.ETag is not null)
        {
            return WriteResult.NotFound.Instance;
        }

        if (change.ETag is not null && change.ETag != state.Etag)
        {
            return WriteResult.Changed.Instance;
        }

        try
        {
            using var reported = EventsOfWrite.Begin(change.Event);
            await PersistentStateRules.CommitAsync(state, change.State);
            return WriteResult.Saved.Instance;
        }
        catch (DuplicateKeyException exception)
        {
            return new WriteResult.Duplicate { Index = exception.Index };
        }
        catch (InconsistentStateException)
        {
            await state.ReadStateAsync();
            return change.ETag is null ? new WriteResult.Duplicate { Index = "id" } : WriteResult.Changed.Instance;
        }
    }

    /// <summary>Removes the record if there is one.</summary>
    public static Task<WriteResult> DeleteAsync<TState>(this IPersistentState<TState> state)
        where TState : class =>
        state.WriteAsync(_ => (null, WriteResult.Saved.Instance));

    private static async Task<WriteResult> WriteAsync<TState>(
        this IPersistentState<TState> state, Func<TState?, (TState? Next, WriteResult Result)> rule)
        where TState : class
    {
        try
        {
            return await state.ApplyAsync(rule);
        }
        catch (DuplicateKeyException exception)
        {
            return new WriteResult.Duplicate { Index = exception.Index };
        }
    }
}
