using Orleans.Storage;

namespace Identity.Grains.Storage;

/// <summary>Applies a pure rule to a grain's state and commits what it decides.</summary>
internal static class PersistentStateRules
{
    private const int MaxAttempts = 8;

    /// <summary>Calls the rule with the current record (null when there is none). The record that it answers is written before this
    /// returns; null removes the record; the same instance writes nothing. When another process wrote in between, the rule decides
    /// again on what is there now: nothing is overwritten blindly. In-memory state changes only after the write succeeded.</summary>
    public static async Task<TResult> ApplyAsync<TState, TResult>(this IPersistentState<TState> state, Func<TState?, (TState? Next, TResult Result)> rule)
        where TState : class
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = state.RecordExists ? state.State : null;
            var (next, result) = rule(before);
            if (ReferenceEquals(before, next))
            {
                return result;
            }

            try
            {
                await CommitAsync(state, next);
                return result;
            }
            catch (InconsistentStateException) when (attempt < MaxAttempts)
            {
                await state.ReadStateAsync();
            }
        }
    }

    /// <summary>Writes the record, or removes it when it is null. In-memory state changes only after the write succeeded.</summary>
    internal static async Task CommitAsync<TState>(IPersistentState<TState> state, TState? next)
        where TState : class
    {
        if (next is null)
        {
            await state.ClearStateAsync();
            return;
        }

        var before = state.State;
        state.State = next;
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            state.State = before;
            throw;
        }
    }
}
