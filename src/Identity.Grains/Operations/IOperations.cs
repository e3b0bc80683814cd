using Identity.Grains.Events;

namespace Identity.Grains.Operations;

/// <summary>Large operations: each takes effect at once, and what is left to be done is done in batches, by whichever pods there are.</summary>
public interface IOperations
{
    /// <summary>Makes the realm unknown at once, its name free, and removes what was in it. False when there is no such realm.
    /// Small realms are gone when this returns.</summary>
    /// <param name="realmId">The realm.</param>
    /// <param name="startedBy">Who asked for it; null where nobody did.</param>
    /// <param name="reported">Stored in the commit that it begins with; null reports nothing.</param>
    /// <param name="cancellationToken">Stops waiting for what is left, not the operation.</param>
    Task<bool> RemoveRealmAsync(string realmId, string? startedBy, AdminEvent? reported, CancellationToken cancellationToken);

    /// <summary>Ends the sessions of a realm that have begun by now, but for offline ones. They are refused at once, by the realm's
    /// <see cref="Realms.RealmState.SessionsValidFrom"/>; those of the last seconds are gone when this returns. False when there is no such realm.</summary>
    /// <inheritdoc cref="RemoveRealmAsync" path="/param"/>
    Task<bool> EndSessionsAsync(string realmId, string? startedBy, AdminEvent? reported, CancellationToken cancellationToken);

    /// <summary>Takes a client out of the sessions that it is in by now, offline ones too; its tokens are refused at once, by the client's
    /// <see cref="Clients.ClientState.SessionsValidFrom"/>. False when there is no such client.</summary>
    /// <param name="realmId">The realm.</param>
    /// <param name="clientId">The client's Id (UUID).</param>
    /// <param name="startedBy">Who asked for it; null where nobody did.</param>
    /// <param name="cancellationToken">Stops waiting for what is left, not the operation.</param>
    Task<bool> EndClientSessionsAsync(string realmId, string clientId, string? startedBy, CancellationToken cancellationToken);

    /// <summary>What is being done, and what was finished within the last hour, newest first; at most 1000.</summary>
    /// <param name="realmId">Only of this realm; null for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<OperationProgress>> ListAsync(string? realmId, CancellationToken cancellationToken);
}
