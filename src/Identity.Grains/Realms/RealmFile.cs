using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Groups;
using Identity.Grains.Roles;
using Identity.Grains.Users;

namespace Identity.Grains.Realms;

/// <summary>A realm file as records: every name in it is an id here.</summary>
/// <param name="Realm">Settings. Keys are those of the file; none when the file has none.</param>
/// <param name="Clients">All clients.</param>
/// <param name="ClientScopes">All client scopes.</param>
/// <param name="Roles">All realm and client roles.</param>
/// <param name="Groups">All groups, parents before children.</param>
/// <param name="Users">All users.</param>
/// <param name="Unsupported">Sections that are kept and exported again but not acted on.</param>
public sealed record RealmFile(
    RealmState Realm,
    IReadOnlyList<ClientState> Clients,
    IReadOnlyList<ClientScopeState> ClientScopes,
    IReadOnlyList<RoleState> Roles,
    IReadOnlyList<GroupState> Groups,
    IReadOnlyList<RealmFileUser> Users,
    IReadOnlyList<string> Unsupported);

/// <summary>A user of a realm file.</summary>
/// <param name="State">With the hashed credentials of the file.</param>
/// <param name="Password">A password in plain text that is still to be hashed; null when there is none.</param>
/// <param name="PasswordTemporary">Whether that password must be changed at the next login.</param>
public sealed record RealmFileUser(UserState State, string? Password, bool PasswordTemporary)
{
    /// <inheritdoc/>
    public override string ToString() => $"RealmFileUser {{ {State.Username} }}";
}
