using System.Text.Json.Nodes;

namespace Identity.Grains.Realms;

/// <summary>Makes and removes realms.</summary>
public sealed class RealmCreation
{
    private readonly RealmImport _import;
    private readonly RealmRecordsWriter _writer;
    private readonly ManagedRealms _managed;
    private readonly IRealmSource _source;

    internal RealmCreation(RealmImport import, RealmRecordsWriter writer, ManagedRealms managed, IRealmSource source)
    {
        _import = import;
        _writer = writer;
        _managed = managed;
        _source = source;
    }

    /// <summary>A realm as Keycloak makes a new one: built-in clients, roles, client scopes, and fresh keys. Skipped when the name is taken.</summary>
    public Task<RealmImportReport> CreateAsync(string realmName, CancellationToken cancellationToken) =>
        _import.ImportAsync(new JsonObject { ["realm"] = realmName, ["enabled"] = true }, ImportStrategy.IgnoreExisting, cancellationToken);

    /// <summary>Removes the realm and everything in it, users too. False when there is none of that name. A removal that was cut off can be repeated.</summary>
    public async Task<bool> RemoveAsync(string realmName, CancellationToken cancellationToken)
    {
        if (await _source.LoadAsync(realmName, cancellationToken) is not { } stored)
        {
            return false;
        }

        await _managed.RemoveAsync(realmName, cancellationToken);
        await _writer.RemoveRealmAsync(stored, cancellationToken);
        return true;
    }
}
