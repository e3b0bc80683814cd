using Identity.Grains.Storage;

namespace Identity.Grains.ClientScopes;

/// <summary>A client scope of a realm.</summary>
/// <remarks>Key: <see cref="EntityKey"/>. Owns: its <see cref="ClientScopeState"/>. Written: before each reply.
/// Called by: realm files, administration.</remarks>
[Alias("identity.client-scope-grain"), Version(1)]
public interface IClientScopeGrain : IRecordGrain<ClientScopeState>
{
    /// <summary>Creates the record. Refused as a duplicate when it exists or a unique value is taken.</summary>
    [Alias("create")]
    Task<WriteResult> CreateAsync(ClientScopeState state);

    /// <summary>Replaces the record.</summary>
    [Alias("update")]
    Task<WriteResult> UpdateAsync(ClientScopeState state);

    /// <summary>Removes the record. Idempotent.</summary>
    [Alias("delete")]
    Task<WriteResult> DeleteAsync();
}
