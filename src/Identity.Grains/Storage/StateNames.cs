namespace Identity.Grains.Storage;

/// <summary>The kinds of stored grain state. Each is a table of that name with the columns
/// <c>realm_id, id, version, doc</c>; lookup columns are generated from <c>doc</c>.</summary>
public static class StateNames
{
    /// <summary><see cref="Realms.RealmState"/>.</summary>
    public const string Realm = "realm";

    /// <summary><see cref="Clients.ClientState"/>.</summary>
    public const string Client = "client";

    /// <summary><see cref="ClientScopes.ClientScopeState"/>.</summary>
    public const string ClientScope = "client_scope";

    /// <summary><see cref="Roles.RoleState"/>.</summary>
    public const string Role = "role";

    /// <summary><see cref="Groups.GroupState"/>.</summary>
    public const string Group = "user_group";

    /// <summary><see cref="Users.UserState"/>.</summary>
    public const string User = "user_account";

    /// <summary><see cref="Sessions.SessionState"/>, browser and direct-grant sessions.</summary>
    public const string Session = "user_session";

    /// <summary><see cref="Tokens.RevokedTokenState"/>.</summary>
    public const string RevokedToken = "revoked_token";

    /// <summary>The kind of a state.</summary>
    public static string Of<TState>()
        where TState : class =>
        typeof(TState) == typeof(Sessions.SessionState) ? Session
        : typeof(TState) == typeof(Users.UserState) ? User
        : typeof(TState) == typeof(Tokens.RevokedTokenState) ? RevokedToken
        : typeof(TState) == typeof(Realms.RealmState) ? Realm
        : typeof(TState) == typeof(Clients.ClientState) ? Client
        : typeof(TState) == typeof(ClientScopes.ClientScopeState) ? ClientScope
        : typeof(TState) == typeof(Roles.RoleState) ? Role
        : typeof(TState) == typeof(Groups.GroupState) ? Group
        : throw new ArgumentException("There are no records of such states.", nameof(TState));
}
