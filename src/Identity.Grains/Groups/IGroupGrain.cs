using Identity.Grains.Storage;

namespace Identity.Grains.Groups;

/// <summary>A group of users.</summary>
/// <remarks>Key: <see cref="EntityKey"/>. Owns: its <see cref="GroupState"/>. Written: before each reply.
/// Called by: realm files, administration.</remarks>
[Alias("identity.group-grain"), Version(1)]
public interface IGroupGrain : IRecordGrain<GroupState>
{
    /// <summary>Creates the record. Refused as a duplicate when it exists or a unique value is taken.</summary>
    [Alias("create")]
    Task<WriteResult> CreateAsync(GroupState state);

    /// <summary>Replaces the record.</summary>
    [Alias("update")]
    Task<WriteResult> UpdateAsync(GroupState state);

    /// <summary>Removes the record. Idempotent.</summary>
    [Alias("delete")]
    Task<WriteResult> DeleteAsync();
}
