using Identity.Grains.Storage;

namespace Identity.Grains.Realms;

/// <summary>A realm: its settings and its keys.</summary>
/// <remarks>Key: <see cref="EntityKey"/>. Owns: its <see cref="RealmState"/>. Written: before each reply.
/// Called by: realm files, administration, key rotation.</remarks>
[Alias("identity.realm-grain"), Version(1)]
public interface IRealmGrain : IRecordGrain<RealmState>
{
    /// <summary>Creates the record. Refused as a duplicate when it exists or a unique value is taken.</summary>
    [Alias("create")]
    Task<WriteResult> CreateAsync(RealmState state);

    /// <summary>Replaces the record.</summary>
    [Alias("update")]
    Task<WriteResult> UpdateAsync(RealmState state);

    /// <summary>Removes the record. Idempotent.</summary>
    [Alias("delete")]
    Task<WriteResult> DeleteAsync();
}
