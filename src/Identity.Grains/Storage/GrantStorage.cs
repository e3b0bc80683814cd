namespace Identity.Grains.Storage;

/// <summary>The storage of Orleans's own states (<see cref="IPersistentState{TState}"/>): for what lives for minutes and is only ever read by its key.
/// A state that was not written for a day is gone.</summary>
/// <remarks>A write is a compare-and-swap, committed before it returns. Fails with <see cref="StorageUnavailableException"/> while the database does not answer.</remarks>
public static class GrantStorage
{
    /// <summary>Its name: <c>[PersistentState("...", GrantStorage.Name)]</c>.</summary>
    public const string Name = "grants";
}
