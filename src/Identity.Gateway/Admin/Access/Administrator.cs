using Identity.Gateway.Realms;
using Identity.Grains.Clients;
using Identity.Grains.Realms;
using Identity.Grains.Roles;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Access;

/// <summary>The user or service account behind an admin request, and what it may do. Roles are looked up here and now: what a token
/// says of them does not count, but the scope of its client does.</summary>
internal sealed class Administrator(RealmContext context, ClientState client, UserState user, string? sessionId, IReadOnlySet<string>? allowedRoles)
{
    /// <summary>The realm that issued the token.</summary>
    public RealmSnapshot Realm => context.Realm;

    /// <summary>The same with the address.</summary>
    public RealmContext Context => context;

    /// <summary>The client that the token was issued to.</summary>
    public ClientState Client => client;

    /// <summary>Without credentials.</summary>
    public UserState User => user;

    /// <summary>Null for a service account.</summary>
    public string? SessionId => sessionId;

    /// <summary>Whether the administrator holds the admin role for a realm.</summary>
    public bool Has(RealmSnapshot target, string role) => Has(target.Name, role);

    /// <summary>The same by the realm's name.</summary>
    public bool Has(string targetName, string role) =>
        ManagingClient(targetName) is { } managing && Realm.FindRole(managing.Id, role) is { } found && Holds(found);

    /// <summary>Whether the administrator may do something in a realm.</summary>
    public bool May(RealmSnapshot target, AdminPermission permission) => May(target.Name, permission);

    /// <summary>The same by the realm's name.</summary>
    public bool May(string targetName, AdminPermission permission) => permission.AnyOf.Any(role => Has(targetName, role));

    /// <summary>Whether the administrator holds the role, within the scope of the token's client.</summary>
    public bool Holds(RoleState role) => (allowedRoles is null || allowedRoles.Contains(role.Id)) && Realm.HoldsAny(user, [role.Id]);

    /// <summary>Whether the administrator may make realms.</summary>
    public bool MayCreateRealms => Realm.Name == MasterRealm.Name && Realm.FindRole(null, AdminRoles.CreateRealm) is { } role && Holds(role);

    /// <summary>Whether the administrator is one of everything: of the master realm, with its role admin.</summary>
    public bool AdministersServer => Realm.Name == MasterRealm.Name && Realm.FindRole(null, AdminRoles.Admin) is { } role && Holds(role);

    /// <summary>Whether the administrator belongs to the realm or to the master realm: nobody else reaches it.</summary>
    public bool Reaches(RealmSnapshot target) => Realm.Id == target.Id || Realm.Name == MasterRealm.Name;

    private ClientState? ManagingClient(string targetName) =>
        Realm.Name == MasterRealm.Name ? Realm.FindClient($"{targetName}-realm")
        : Realm.Name == targetName ? Realm.FindClient("realm-management")
        : null;
}
