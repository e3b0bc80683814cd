using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Grains.Groups;
using Identity.Grains.Roles;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Users;

/// <summary>What an administrator may do with users beyond what the address demands.</summary>
internal static class UserAccess
{
    /// <summary>Whether users may be changed.</summary>
    public static bool MayManage(AdminCall call) => call.May(AdminPermission.ManageUsers);

    /// <summary>Keycloak's access block.</summary>
    public static JsonObject Write(AdminCall call)
    {
        var manage = MayManage(call);
        return new JsonObject
        {
            ["manageGroupMembership"] = manage,
            ["resetPassword"] = manage,
            ["view"] = call.May(AdminPermission.ViewUsers),
            ["mapRoles"] = manage,
            ["impersonate"] = call.May(AdminPermission.Impersonate),
            ["manage"] = manage,
        };
    }

    /// <summary>Refuses what would let the administrator log in as the user (a new password, another email, impersonation) when the
    /// user holds admin roles that the administrator does not: nobody becomes an administrator who may do more than himself.</summary>
    public static void DemandTakeover(AdminCall call, UserState user)
    {
        if (!MayTakeOver(call, user))
        {
            throw new AdminRefusalException(AdminResult.Forbidden);
        }
    }

    /// <summary>Whether the user holds no admin role that the administrator does not.</summary>
    public static bool MayTakeOver(AdminCall call, UserState user) =>
        user.Id == call.Administrator.User.Id
        || call.Realm.EffectiveRoles(user)
            .Select(call.Realm.FindRoleById)
            .OfType<RoleState>()
            .All(role => RoleGrants.MayGrant(call.Administrator, call.Realm, role));

    /// <summary>Refuses a membership that brings admin roles which the administrator does not hold.</summary>
    public static void DemandMembership(AdminCall call, GroupState group)
    {
        var member = new UserState { Id = string.Empty, Username = string.Empty, GroupIds = [group.Id] };
        if (!MayTakeOver(call, member))
        {
            throw new AdminRefusalException(AdminResult.Forbidden);
        }
    }
}
