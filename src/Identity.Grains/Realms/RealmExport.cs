using System.Text.Json.Nodes;
using Identity.Grains.Keys;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Grains.Realms;

/// <summary>Writes realms in Keycloak's export format.</summary>
public sealed class RealmExport
{
    private readonly IRealmSource _source;
    private readonly IUserDirectory _users;
    private readonly IRecordStore _records;
    private readonly RealmKeyComponents _components;

    internal RealmExport(IRealmSource source, IUserDirectory users, IRecordStore records, RealmKeyComponents components)
    {
        _source = source;
        _users = users;
        _records = records;
        _components = components;
    }

    /// <summary>The whole realm with its users, hashed credentials and private keys: a secret. Null when there is no such realm.
    /// Importing it again gives an equal realm, but for what cannot be read and is named instead.</summary>
    public async Task<ExportedRealm?> ExportAsync(string realmName, CancellationToken cancellationToken)
    {
        if (await _source.LoadAsync(realmName, cancellationToken) is not { } records)
        {
            return null;
        }

        var users = new List<UserState>();
        var leftOut = new List<UnreadableRecord>(records.LeftOut);
        await foreach (var id in _users.ListAsync(records.Realm.Id, cancellationToken))
        {
            try
            {
                if (await _records.ReadAsync<UserState>(StateNames.User, new EntityKey(records.Realm.Id, id), cancellationToken) is { State: var user })
                {
                    users.Add(user);
                }
            }
            catch (UnreadableRecordException)
            {
                leftOut.Add(new UnreadableRecord(StateNames.User, id));
            }
        }

        var document = new RealmFileWriter(records with { Roles = RoleInclusions.Listed(records.Roles) }, _components).Write(users);
        return new ExportedRealm(document, leftOut);
    }
}

/// <summary>A realm as a file.</summary>
/// <param name="Document">What could be read.</param>
/// <param name="LeftOut">What could not: it is not in the file.</param>
public sealed record ExportedRealm(JsonObject Document, IReadOnlyList<UnreadableRecord> LeftOut);
