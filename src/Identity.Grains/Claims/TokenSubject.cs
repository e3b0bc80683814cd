using Identity.Grains.Clients;
using Identity.Grains.Realms;
using Identity.Grains.Sessions;
using Identity.Grains.Users;

namespace Identity.Grains.Claims;

/// <summary>Whom and what a token is about.</summary>
/// <param name="Realm">Whose settings apply.</param>
/// <param name="Client">The client that the token is issued to.</param>
/// <param name="User">The person, or the service account of the client.</param>
/// <param name="Session">Null for a token without a session (client credentials).</param>
/// <param name="Scope">From <see cref="ScopeGrant"/>.</param>
public sealed record TokenSubject(RealmSnapshot Realm, ClientState Client, UserState User, SessionView? Session, GrantedScope Scope)
{
    private HeldRoles? _roles;
    private ClaimPlan? _plan;

    /// <summary>The nonce of the authorization request; only the nonce mapper reads it here.</summary>
    public string? Nonce { get; init; }

    /// <summary>The claims parameter of the authorization request, JSON text.</summary>
    public string? ClaimsParameter { get; init; }

    /// <summary>Notes that are in no session, for example clientAddress with client credentials. They win over those of the session.</summary>
    public IReadOnlyDictionary<string, string> ExtraNotes { get; init; } = new Dictionary<string, string>();

    /// <summary>The roles that the tokens may carry. Worked out once for all tokens of one answer.</summary>
    internal HeldRoles Roles => _roles ??= Plan.Roles.Of(this);

    /// <summary>The compiled mappers.</summary>
    internal ClaimPlan Plan => _plan ??= Scope.Plan ?? ClaimPlan.Create(Realm, Client, Scope.Scopes);

    /// <summary>A session note by name; null when there is none.</summary>
    internal string? Note(string name) =>
        ExtraNotes.TryGetValue(name, out var extra) ? extra
        : Session?.Notes.TryGetValue(name, out var note) == true ? note
        : name == "AUTH_TIME" && Session is { AuthTime: > 0 } ? Session.AuthTime.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : null;
}
