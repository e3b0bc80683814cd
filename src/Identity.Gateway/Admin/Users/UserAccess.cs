using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Grains.Groups;
using Identity.Grains.Realms;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Users;

/// <summary>What an administrator may do with users beyond what the address demands.</summary>
internal static class UserAccess
{
    /// <summary>Why a service account is given none.</summary>
    public const string NoCredentials = "A service account has no credentials: its client authenticates";

    /// <summary>Refuses to make a person of a service account.</summary>
    public static void DemandPerson(UserState user)
    {
        if (user.ServiceAccountClientId is not null)
        {
            throw AdminRefusalException.Invalid(NoCredentials);
        }
    }

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
    public static bool MayTakeOver(AdminCall call, UserState user) => IsSelf(call, user) || MayMake(call, call.Realm, user);

    /// <summary>Whether such a user of the realm, as it is or would be, would hold no admin role that the administrator does not.</summary>
    public static bool MayMake(AdminCall call, RealmSnapshot realm, UserState user) =>
        RoleGrants.MayGrant(call.Administrator, realm, realm.EffectiveRoles(user));

    private static bool IsSelf(AdminCall call, UserState user) => user.Id == call.Administrator.User.Id && call.Realm.Id == call.Administrator.Realm.Id;

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
