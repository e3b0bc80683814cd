using System.Text.Json.Nodes;
using Identity.Grains.Keys;

namespace Identity.Grains.Realms;

/// <summary>Parts of realms as files: exported without users, and brought into a realm that exists.</summary>
public sealed class RealmPart
{
    private readonly RealmKeyComponents _components;

    internal RealmPart(RealmKeyComponents components) => _components = components;

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

    /// <summary>The realm as it would be served with the clients, roles and groups of the file, which holds all of them.</summary>
    public static RealmSnapshot After(RealmSnapshot realm, RealmFile file)
    {
        ArgumentNullException.ThrowIfNull(realm);
        ArgumentNullException.ThrowIfNull(file);
        return new RealmSnapshot(Records(realm) with { Clients = file.Clients, Roles = file.Roles, Groups = file.Groups }, realm.Keys);
    }

    private static RealmRecords Records(RealmSnapshot realm) => new(
        realm.Version, realm.Settings, [.. realm.Clients], [.. realm.ClientScopes], [.. realm.Roles], [.. realm.Groups]);
}
