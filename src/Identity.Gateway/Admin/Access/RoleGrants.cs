using Identity.Grains.Realms;
using Identity.Grains.Roles;

namespace Identity.Gateway.Admin.Access;

/// <summary>Which roles an administrator may give away: nobody makes an administrator who may do more than himself.</summary>
internal static class RoleGrants
{
    /// <summary>Whether the administrator may map the role to somebody, put it into a composite, or take it away again. An admin role,
    /// or one that includes admin roles, takes an administrator who holds all of these.</summary>
    public static bool MayGrant(Administrator administrator, RealmSnapshot realm, RoleState role) =>
        realm.ExpandRoles([role.Id])
            .Select(realm.FindRoleById)
            .OfType<RoleState>()
            .Where(included => IsAdminRole(realm, included))
            .All(included => MayGrantAdminRole(administrator, realm, included));

    /// <summary>Whether the role lets its holders administer a realm.</summary>
    public static bool IsAdminRole(RealmSnapshot realm, RoleState role) =>
        role.ClientId is null
            ? realm.Name == MasterRealm.Name && role.Name is "admin" or AdminRoles.CreateRealm && realm.Name == MasterRealm.Name
            : realm.FindClientById(role.ClientId)?.ClientId is { } clientId
                && (clientId == "realm-management" || (realm.Name == MasterRealm.Name && clientId.EndsWith("-realm", StringComparison.Ordinal)));

    private static bool MayGrantAdminRole(Administrator administrator, RealmSnapshot realm, RoleState role) =>
        administrator.Realm.Id == realm.Id ? administrator.Holds(role)
        : role.ClientId is null ? administrator.Holds(role)
        : administrator.Has(realm, role.Name);
}
