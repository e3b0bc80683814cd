using Identity.Gateway.Admin.Access;
using Identity.Grains.Groups;

namespace Identity.Gateway.Admin.Groups;

/// <summary>The groups that requests name.</summary>
internal static class GroupRecords
{
    /// <summary>Keycloak's words for a group that is not there.</summary>
    public const string Missing = "Could not find group by id";

    /// <summary>The group in the path; refuses when there is none.</summary>
    public static GroupState Find(AdminCall call) => call.Realm.FindGroupById(call.Route("id")) ?? throw AdminRefusalException.NotFound(Missing);

    /// <summary>Refuses unless the administrator may take away every role that the group, and the groups below it, give to their members.</summary>
    public static void DemandRolesBelow(AdminCall call, GroupTree tree, GroupState group)
    {
        if (!RoleGrants.MayGrant(call.Administrator, call.Realm, tree.Downwards(group).SelectMany(below => below.RoleIds)))
        {
            throw new AdminRefusalException(AdminResult.Forbidden);
        }
    }

    /// <summary>Refuses unless the administrator may give away every role that members of the group get, by the groups above it too.</summary>
    public static void DemandRoles(AdminCall call, GroupTree tree, GroupState group)
    {
        if (!RoleGrants.MayGrant(call.Administrator, call.Realm, tree.Upwards(group).SelectMany(above => above.RoleIds)))
        {
            throw new AdminRefusalException(AdminResult.Forbidden);
        }
    }
}
