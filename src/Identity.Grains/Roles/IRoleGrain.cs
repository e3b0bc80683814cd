using Identity.Grains.Storage;

namespace Identity.Grains.Roles;

/// <summary>A realm role or client role.</summary>
/// <remarks>Key: <see cref="EntityKey"/>. Owns: its <see cref="RoleState"/>. Written: before each reply.
/// Called by: realm files, administration.</remarks>
[Alias("identity.role-grain"), Version(1)]
public interface IRoleGrain : IRecordGrain<RoleState>
{
    /// <summary>Creates the record. Refused as a duplicate when it exists or a unique value is taken.</summary>
    [Alias("create")]
    Task<WriteResult> CreateAsync(RoleState state);

    /// <summary>Replaces the record.</summary>
    [Alias("update")]
    Task<WriteResult> UpdateAsync(RoleState state);

    /// <summary>Removes the record. Idempotent.</summary>
    [Alias("delete")]
    Task<WriteResult> DeleteAsync();
}
