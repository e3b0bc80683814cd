using Identity.Grains.Realms;
using Identity.Grains.Roles;

namespace Identity.Gateway.Admin.Access;

/// <summary>Which roles an administrator may give away: nobody makes an administrator who may do more than himself.</summary>
/// <remarks>Keycloak looks at the role alone. Here what the role includes counts as well: a role, or a group, that brings an admin role
/// is as good as that role.</remarks>
internal static class RoleGrants
{
    private const string RealmManagement = "realm-management";
    private const string RealmClientSuffix = "-realm";

    // What, besides the role itself, lets an administrator of the realm give it: he can do as much already.
    private static readonly Dictionary<string, AdminPermission> Implied = new(StringComparer.Ordinal)
    {
        [AdminRoles.CreateClient] = AdminPermission.ManageClients,
        [AdminRoles.ViewClients] = AdminPermission.ViewClients,
        [AdminRoles.ViewUsers] = AdminPermission.ViewUsers,
        [AdminRoles.ViewRealm] = AdminPermission.ViewRealm,
        [AdminRoles.ViewEvents] = AdminPermission.ViewEvents,
        [AdminRoles.ViewIdentityProviders] = AdminPermission.ViewIdentityProviders,
        [AdminRoles.ViewAuthorization] = new("view authorization", [AdminRoles.ViewAuthorization, AdminRoles.ManageAuthorization]),
        [AdminRoles.QueryClients] = AdminPermission.AnyRole,
        [AdminRoles.QueryGroups] = AdminPermission.AnyRole,
        [AdminRoles.QueryRealms] = AdminPermission.AnyRole,
        [AdminRoles.QueryUsers] = AdminPermission.AnyRole,
        ["manage-organizations"] = AdminPermission.ManageRealm,
        ["query-organizations"] = AdminPermission.AnyRole,
        ["view-organizations"] = AdminPermission.ManageRealm,
    };

    /// <summary>Whether the administrator may give the role to users and groups, and take it from them.</summary>
    public static bool MayMap(AdminCall call, RoleState role) =>
        MayMap(call, call.Realm, role);

    /// <summary>The same of a realm as it would be after what the request asks for.</summary>
    public static bool MayMap(AdminCall call, RealmSnapshot realm, RoleState role) =>
        call.May(AdminPermission.ManageUsers) && MayGrant(call.Administrator, realm, role);

    /// <summary>Whether the administrator may put the role into another, and take it out again.</summary>
    public static bool MayInclude(AdminCall call, RoleState role) =>
        MayInclude(call, call.Realm, role);

    /// <summary>The same of a realm as it would be after what the request asks for.</summary>
    public static bool MayInclude(AdminCall call, RealmSnapshot realm, RoleState role) =>
        call.May(role.ClientId is null ? AdminPermission.ManageRealm : AdminPermission.ManageClients) && MayGrant(call.Administrator, realm, role);

    /// <summary>Whether the administrator holds, or can do as much as, every admin role that the role brings.</summary>
    public static bool MayGrant(Administrator administrator, RealmSnapshot realm, RoleState role) => MayGrant(administrator, realm, [role.Id]);

    /// <summary>The same of several roles.</summary>
    public static bool MayGrant(Administrator administrator, RealmSnapshot realm, IEnumerable<string> roleIds)
    {
        var given = administrator.Realm.Id != realm.Id
            ? roleIds
            : roleIds.Where(id => realm.FindRoleById(id) is { } role && !administrator.Holds(role));
        return realm.ExpandRoles(given)
            .Select(realm.FindRoleById)
            .OfType<RoleState>()
            .Where(included => IsAdminRole(realm, included))
            .All(included => MayGrantAdminRole(administrator, realm, included));
    }

    /// <summary>Whether the administrator may do everything that can be done in the realm, in the master realm with every other realm too. Nothing
    /// less is enough for what reaches whoever administers it: its signing keys, the applications that its administrators use.</summary>
    public static bool MayDoEverything(Administrator administrator, RealmSnapshot realm) =>
        realm.FindClient(ManagingClient(realm)) is { } managing
        && AdminRoles.All.All(name => realm.FindRole(managing.Id, name) is null || administrator.Has(realm, name))
        && (realm.Name != MasterRealm.Name || (realm.FindRole(null, AdminRoles.Admin) is { } chief && administrator.Holds(chief)));

    /// <summary>Refuses an administrator who may not do everything in the realm.</summary>
    public static void DemandEverything(AdminCall call)
    {
        if (!MayDoEverything(call.Administrator, call.Realm))
        {
            throw new AdminRefusalException(AdminResult.Forbidden);
        }
    }

    /// <summary>Whether the role lets its holders administer a realm. Administration rests on these roles: nobody may change them.</summary>
    public static bool IsAdminRole(RealmSnapshot realm, RoleState role) =>
        role.ClientId is not null ? IsAdminClient(realm, role.ClientId)
        : realm.Name == MasterRealm.Name && (role.Name is AdminRoles.Admin or AdminRoles.CreateRealm);

    /// <summary>Whether the client with that Id (UUID) holds the admin roles of a realm.</summary>
    public static bool IsAdminClient(RealmSnapshot realm, string clientId) =>
        realm.FindClientById(clientId)?.ClientId is { } name
        && (realm.Name == MasterRealm.Name ? name.EndsWith(RealmClientSuffix, StringComparison.Ordinal) : name == RealmManagement);

    private static bool MayGrantAdminRole(Administrator administrator, RealmSnapshot realm, RoleState role)
    {
        if (administrator.Realm.Id == realm.Id && administrator.Holds(role))
        {
            return true;
        }

        if (role.ClientId is null || !Manages(realm, role.ClientId))
        {
            return false;
        }

        return role.Name == AdminRoles.RealmAdmin
            ? AdminRoles.All.All(name => realm.FindRole(role.ClientId, name) is null || administrator.Has(realm, name))
            : administrator.Has(realm, role.Name) || (Implied.TryGetValue(role.Name, out var enough) && administrator.May(realm, enough));
    }

    // The client whose roles are for this very realm.
    private static bool Manages(RealmSnapshot realm, string clientId) =>
        realm.FindClientById(clientId)?.ClientId == ManagingClient(realm);

    private static string ManagingClient(RealmSnapshot realm) => realm.Name == MasterRealm.Name ? MasterRealm.Name + RealmClientSuffix : RealmManagement;
}
