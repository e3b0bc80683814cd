using System.Text.Json.Nodes;
using Identity.Grains.Events;
using Identity.Grains.Operations;

namespace Identity.Grains.Realms;

/// <summary>Makes and removes realms.</summary>
public sealed class RealmCreation
{
    private readonly RealmImport _import;
    private readonly IOperations _operations;
    private readonly RealmSnapshots _snapshots;
    private readonly IRealmSource _source;

    internal RealmCreation(RealmImport import, IOperations operations, RealmSnapshots snapshots, IRealmSource source)
    {
        _import = import;
        _operations = operations;
        _snapshots = snapshots;
        _source = source;
    }

    /// <summary>A realm as Keycloak makes a new one: built-in clients, roles, client scopes, and fresh keys. Skipped when the name is taken.</summary>
    public Task<RealmImportReport> CreateAsync(string realmName, CancellationToken cancellationToken) =>
        _import.ImportAsync(new JsonObject { ["realm"] = realmName, ["enabled"] = true }, ImportStrategy.IgnoreExisting, cancellationToken);

    /// <summary>Removes the realm and everything in it, users too. It is unknown and its name free when this returns; of a large realm
    /// the rows go afterwards. False when there is none of that name.</summary>
    /// <exception cref="InvalidOperationException">It is the master realm.</exception>
    public Task<bool> RemoveAsync(string realmName, CancellationToken cancellationToken) => RemoveAsync(realmName, startedBy: null, reported: null, cancellationToken);

    /// <inheritdoc cref="RemoveAsync(string, CancellationToken)"/>
    /// <param name="realmName">The realm.</param>
    /// <param name="startedBy">Who asked for it.</param>
    /// <param name="reported">Stored in the commit that makes it unknown; null reports nothing.</param>
    /// <param name="cancellationToken">Stops waiting for what is left, not the removal.</param>
    public async Task<bool> RemoveAsync(string realmName, string? startedBy, AdminEvent? reported, CancellationToken cancellationToken)
    {
        if (realmName == RealmDefaults.MasterName)
        {
            throw new InvalidOperationException("The master realm cannot be removed: it is where the administrators are.");
        }

        if (await _source.FindIdAsync(realmName, cancellationToken) is not { } realmId
            || !await _operations.RemoveRealmAsync(realmId, startedBy, reported, cancellationToken))
        {
            return false;
        }

        _snapshots.Forget(realmName);
        return true;
    }
}
