namespace Identity.Grains.Storage;

/// <summary>Creates, replaces and removes a grain's record, each committed before it returns.</summary>
internal static class RecordEdits
{
    /// <summary>Writes the record unless one is there already.</summary>
    public static Task<WriteResult> CreateAsync<TState>(this IRecord<TState> record, TState state)
        where TState : class =>
        record.CommitAsync(new RecordChange<TState> { State = state });

    /// <summary>Replaces the record that is there.</summary>
    public static Task<WriteResult> UpdateAsync<TState>(this IRecord<TState> record, TState state)
        where TState : class =>
        record.ChangeAsync(_ => state);

    /// <summary>Replaces the record that is there by what the rule makes of it.</summary>
    public static async Task<WriteResult> ChangeAsync<TState>(this IRecord<TState> record, Func<TState, TState> rule)
        where TState : class
    {
        try
        {
            return await record.ApplyAsync<WriteResult>(
                existing => existing is null ? (null, WriteResult.NotFound.Instance) : (rule(existing), WriteResult.Saved.Instance));
        }
        catch (DuplicateKeyException exception)
        {
            return new WriteResult.Duplicate { Index = exception.Index };
        }
    }

    /// <summary>Removes the record if there is one.</summary>
    public static Task<WriteResult> DeleteAsync<TState>(this IRecord<TState> record)
        where TState : class =>
        record.ApplyAsync<WriteResult>(_ => (null, WriteResult.Saved.Instance));
}
