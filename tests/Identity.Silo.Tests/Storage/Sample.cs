using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Groups;
using Identity.Grains.Realms;
using Identity.Grains.Roles;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Tokens;
using Identity.Grains.Users;

namespace Identity.Silo.Tests.Storage;

/// <summary>States with ids and names of their own.</summary>
internal static class Sample
{
    public static string Id() => Guid.NewGuid().ToString();

    public static EntityKey Key(string realmId, string id) => new EntityKey(realmId, id);

    public static UserState User(string? name = null) => new() { Id = Id(), Username = name ?? Id() };

    public static RealmState Realm(string? name = null) => new() { Id = Id(), Realm = name ?? Id() };

    public static ClientState Client(string? clientId = null) => new() { Id = Id(), ClientId = clientId ?? Id() };

    public static SessionState Session(string userId, long started = 0, long expiresAt = 0) =>
        new() { Id = SessionKey.NewId(), UserId = userId, Username = "name", Started = started, ExpiresAt = expiresAt };

    /// <summary>The state as the record of that id: a row holds no other.</summary>
    public static T WithId<T>(T state, string id) => (T)(object)(state switch
    {
        UserState user => user with { Id = id },
        RealmState realm => realm with { Id = id },
        ClientState client => client with { Id = id },
        ClientScopeState scope => scope with { Id = id },
        RoleState role => role with { Id = id },
        GroupState group => group with { Id = id },
        SessionState session => session with { Id = SessionKey.Sid(id) },
        RevokedTokenState token => token with { Id = id },
        _ => throw new ArgumentException("This is no state.", nameof(state)),
    });

    public static RevokedTokenState RevokedToken(long expiresAt) => new() { Id = Id(), ExpiresAt = expiresAt };
}
