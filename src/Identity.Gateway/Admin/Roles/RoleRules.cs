using Identity.Gateway.Admin.Access;
using Identity.Grains.Realms;
using Identity.Grains.Roles;

namespace Identity.Gateway.Admin.Roles;

/// <summary>Who may make and change roles, one by one or from a file. Nobody may change the roles that administration rests on.</summary>
internal static class RoleRules
{
    /// <summary>Refuses an administrator who may not change the role, or make it.</summary>
    /// <param name="call">Who.</param>
    /// <param name="realm">The realm as it is, or as it would be.</param>
    /// <param name="role">As it is or would be.</param>
    public static void DemandManage(AdminCall call, RealmSnapshot realm, RoleState role)
    {
        call.Demand(role.ClientId is null ? AdminPermission.ManageRealm : AdminPermission.ManageClients);
        if (RoleGrants.IsAdminRole(realm, role))
        {
            throw new AdminRefusalException(AdminResult.Forbidden);
        }
    }

    /// <summary>Refuses unless the administrator may put each of these roles into another, or take it out.</summary>
    public static void DemandInclude(AdminCall call, RealmSnapshot realm, IEnumerable<string> roleIds)
    {
        if (!roleIds.Select(realm.FindRoleById).OfType<RoleState>().All(role => RoleGrants.MayInclude(call, realm, role)))
        {
            throw new AdminRefusalException(AdminResult.Forbidden);
        }
    }
}
