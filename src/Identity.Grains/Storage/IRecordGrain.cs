namespace Identity.Grains.Storage;

/// <summary>A grain whose record administrators change: as long as it has the version that they read.</summary>
/// <remarks>Key: <see cref="EntityKey"/>. Owns: one record. Written: before each reply. Called by: administration.</remarks>
[Alias("identity.record-grain`1"), Version(1)]
public interface IRecordGrain<TState> : IGrainWithStringKey
    where TState : class
{
    /// <summary>Creates, replaces or removes the record in one commit, together with what is reported of it. Answers
    /// <see cref="WriteResult.Changed"/>, and changes nothing, when the record no longer has the version that was read.</summary>
    [Alias("commit-record")]
    Task<WriteResult> CommitAsync(RecordChange<TState> change);
}
