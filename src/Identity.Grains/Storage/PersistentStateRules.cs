using Orleans.Storage;

namespace Identity.Grains.Storage;

/// <summary>Applies a pure rule to a grain's state and commits what it decides.</summary>
internal static class PersistentStateRules
{
    private const int MaxAttempts = 8;

    /// <summary>Calls the rule with the current record (null when there is none). The record that it answers is written before this
    /// returns; null removes the record; the same instance writes nothing. When another process wrote in between, the rule decides
    /// again on what is there now: nothing is overwritten blindly. In-memory state changes only after the write succeeded.</summary>
    public static Task<TResult> ApplyAsync<TState, TResult>(this IPersistentState<TState> state, Func<TState?, (TState? Next, TResult Result)> rule)
        where TState : class =>
        ApplyAsync(state, row: null, rule);

    /// <summary>As <see cref="ApplyAsync{TState, TResult}(IPersistentState{TState}, Func{TState, ValueTuple{TState, TResult}})"/>, beginning
    /// with a record that may be old: what the rule decides on it counts only once the write has found the row as held or, where nothing
    /// is to be written, a look at the row's version has. For methods with <see cref="ConfirmsItselfAttribute"/>.</summary>
    public static Task<TResult> ApplyConfirmedAsync<TState, TResult>(
        this IPersistentState<TState> state, StateRow row, Func<TState?, (TState? Next, TResult Result)> rule)
        where TState : class =>
        ApplyAsync(state, row, rule);

    private static async Task<TResult> ApplyAsync<TState, TResult>(
        IPersistentState<TState> state, StateRow? row, Func<TState?, (TState? Next, TResult Result)> rule)
        where TState : class
    {
        var unconfirmed = row;
        for (var attempt = 1; ; attempt++)
        {
            var before = state.RecordExists ? state.State : null;
            var (next, result) = rule(before);
            if (ReferenceEquals(before, next))
            {
                if (unconfirmed is not { } held || await held.IsHeldAsync(state))
                {
                    return result;
                }
            }
            else
            {
                try
                {
                    await CommitAsync(state, next);
                    return result;
                }
                catch (InconsistentStateException) when (attempt < MaxAttempts)
                {
                    // Another process wrote in between, or had before.
                }
            }

            await state.ReadStateAsync();
            unconfirmed = null;
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
