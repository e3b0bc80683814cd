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
    private readonly IGrainFactory _grains;
    private readonly RealmKeyComponents _components;

    internal RealmExport(IRealmSource source, IUserDirectory users, IGrainFactory grains, RealmKeyComponents components)
    {
        _source = source;
        _users = users;
        _grains = grains;
        _components = components;
    }

    /// <summary>The whole realm with its users, hashed credentials and private keys: a secret. Null when there is no such realm.
    /// Importing it again gives an equal realm.</summary>
    public async Task<JsonObject?> ExportAsync(string realmName, CancellationToken cancellationToken)
    {
        if (await _source.LoadAsync(realmName, cancellationToken) is not { } records)
        {
            return null;
        }

        var users = new List<UserState>();
        await foreach (var id in _users.ListAsync(records.Realm.Id, cancellationToken))
        {
            var grain = _grains.Find<IUserGrain>(records.Realm.Id, id);
            if (await grain.ExportAsync(cancellationToken) is { } user)
            {
                users.Add(user);
            }
        }

        return new RealmFileWriter(records with { Roles = RoleInclusions.Listed(records.Roles) }, _components).Write(users);
    }
}
