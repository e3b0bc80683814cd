namespace Identity.Grains.Storage;

/// <summary>The row behind a grain's record.</summary>
internal readonly record struct StateRow(IStateVersions Versions, string StateName, EntityKey Key)
{
    /// <summary>Whether the record in memory is the one in the row now.</summary>
    public async ValueTask<bool> IsHeldAsync<TState>(IPersistentState<TState> state) =>
        await Versions.ReadAsync(StateName, Key, CancellationToken.None) == (state.RecordExists ? state.Etag : null);
}
