using Identity.Grains.Storage;

namespace Identity.Grains.Clients;

/// <summary>A client (relying party) of a realm.</summary>
/// <remarks>Key: <see cref="EntityKey"/>. Owns: its <see cref="ClientState"/>. Written: before each reply.
/// Called by: realm files, administration.</remarks>
[Alias("identity.client-grain"), Version(1)]
public interface IClientGrain : IRecordGrain<ClientState>
{
    /// <summary>Creates the record. Refused as a duplicate when it exists or a unique value is taken.</summary>
    [Alias("create")]
    Task<WriteResult> CreateAsync(ClientState state);

    /// <summary>Replaces the record.</summary>
    [Alias("update")]
    Task<WriteResult> UpdateAsync(ClientState state);

    /// <summary>Removes the record. Idempotent.</summary>
    [Alias("delete")]
    Task<WriteResult> DeleteAsync();
}
