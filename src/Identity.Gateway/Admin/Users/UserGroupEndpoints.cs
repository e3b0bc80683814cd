using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Events;
using Identity.Grains.Groups;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Users;

/// <summary>The groups that a user is a member of.</summary>
internal sealed class UserGroupEndpoints(UserRecords users, AdminEvents events) : IAdminEndpoints
{
    private const string Path = "/users/{id}/groups";
    private const int DefaultMax = AdminQuery.MaxPage;

    public void Map(AdminRoutes routes)
    {
        routes.Get(Path, AdminPermission.QueryUsers, "Groups of a user", ListAsync);
        routes.Get($"{Path}/count", AdminPermission.QueryUsers, "How many groups a user is in", CountAsync);
        routes.Put($"{Path}/{{groupId}}", AdminPermission.QueryUsers, "Put a user into a group", JoinAsync);
        routes.Delete($"{Path}/{{groupId}}", AdminPermission.QueryUsers, "Take a user out of a group", LeaveAsync);
    }

    private async Task<AdminResult> ListAsync(AdminCall call)
    {
        var groups = Search(call, await users.ViewAsync(call));
        var brief = call.Query.Flag("briefRepresentation") ?? true;
        return AdminResult.Json(new JsonArray([.. call.Query.Page(DefaultMax).Of(groups).Select(group => MembershipBody.Write(call.Realm, group, brief))]));
    }

    private async Task<AdminResult> CountAsync(AdminCall call) =>
        AdminResult.Json(new JsonObject { ["count"] = Search(call, await users.ViewAsync(call)).Count() });

    private async Task<AdminResult> JoinAsync(AdminCall call)
    {
        var user = await users.ManageAsync(call);
        var group = Find(call);
        UserAccess.DemandMembership(call, group);
        return await users.ChangeAsync(
            call,
            user.Id,
            stored => stored.GroupIds.Contains(group.Id) ? stored : stored with { GroupIds = [.. stored.GroupIds, group.Id] },
            Reported(call, AdminOperation.Create, user, group));
    }

    private async Task<AdminResult> LeaveAsync(AdminCall call)
    {
        var user = await users.ManageAsync(call);
        var group = Find(call);
        UserAccess.DemandMembership(call, group);
        return await users.ChangeAsync(
            call,
            user.Id,
            stored => stored.GroupIds.Contains(group.Id) ? stored with { GroupIds = [.. stored.GroupIds.Where(id => id != group.Id)] } : stored,
            Reported(call, AdminOperation.Delete, user, group));
    }

    private static IEnumerable<GroupState> Search(AdminCall call, UserState user)
    {
        var search = call.Query.Text("search");
        return user.GroupIds.Select(call.Realm.FindGroupById).OfType<GroupState>()
            .Where(group => search is null || group.Name.Contains(search, StringComparison.OrdinalIgnoreCase))
            .OrderBy(group => group.Name, StringComparer.Ordinal);
    }

    private static GroupState Find(AdminCall call) =>
        call.Realm.FindGroupById(call.Route("groupId")) ?? throw AdminRefusalException.NotFound("Group not found");

    private AdminEvent? Reported(AdminCall call, string operation, UserState user, GroupState group)
    {
        var reported = events.Of(call, operation, AdminResource.GroupMembership, $"users/{user.Id}/groups/{group.Id}", MembershipBody.Write(call.Realm, group, brief: false));
        var details = new Dictionary<string, string> { ["username"] = user.Username };
        if (user.Email is not null)
        {
            details["email"] = user.Email;
        }

        return reported is null ? null : reported with { Details = details };
    }
}
