using System.Text.Json.Nodes;
using Identity.Grains.Keys;

namespace Identity.Grains.Realms;

/// <summary>Parts of realms as files: exported without users, and brought into a realm that exists.</summary>
public sealed class RealmPart
{
    private readonly RealmRecordsWriter _writer;
    private readonly RealmKeyComponents _components;
    private readonly RealmImport _import;

    internal RealmPart(RealmRecordsWriter writer, RealmKeyComponents components, RealmImport import)
    {
        _writer = writer;
        _components = components;
        _import = import;
    }

    /// <summary>The realm as a file without users. Holds secrets: clients' and private keys.</summary>
    public JsonObject Export(RealmSnapshot realm)
    {
        ArgumentNullException.ThrowIfNull(realm);
        return new RealmFileWriter(Records(realm), _components).Write([]);
    }

    /// <summary>Reads a file of the realm as records; what has no id in it gets one. Nothing is written. Throws <see cref="RealmFileException"/> for a file that contradicts itself.</summary>
    public RealmFile Read(RealmSnapshot realm, JsonObject file)
    {
        ArgumentNullException.ThrowIfNull(realm);
        ArgumentNullException.ThrowIfNull(file);
        return RealmFileReader.Read(file, realm.Id, _components);
    }

    /// <summary>Stores a client, or replaces it.</summary>
    public Task SaveAsync(RealmSnapshot realm, Clients.ClientState client) => _writer.SaveClientAsync(realm.Id, client);

    /// <summary>Stores a role, or replaces it.</summary>
    public Task SaveAsync(RealmSnapshot realm, Roles.RoleState role) => _writer.SaveRoleAsync(realm.Id, role);

    /// <summary>Stores a group, or replaces it.</summary>
    public Task SaveAsync(RealmSnapshot realm, Groups.GroupState group) => _writer.SaveGroupAsync(realm.Id, group);

    /// <summary>Stores a user, or replaces it, its password hashed by the realm's policy.</summary>
    public Task SaveAsync(RealmSnapshot realm, RealmFileUser user, CancellationToken cancellationToken) =>
        _import.SaveUserAsync(realm.Settings, user, cancellationToken);

    private static RealmRecords Records(RealmSnapshot realm) => new(
        realm.Version, realm.Settings, [.. realm.Clients], [.. realm.ClientScopes], [.. realm.Roles], [.. realm.Groups]);
}
