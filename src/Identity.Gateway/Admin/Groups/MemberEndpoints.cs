using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Roles;
using Identity.Gateway.Admin.Users;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Groups;

/// <summary>Who is in a group, and which users and groups have a role directly.</summary>
internal sealed class MemberEndpoints(IUserDirectory users) : IAdminEndpoints
{
    private const int DefaultMax = 100;

    public void Map(AdminRoutes routes)
    {
        routes.Get("/groups/{id}/members", AdminPermission.ViewUsers, "Members of a group", MembersAsync);
        foreach (var address in (IReadOnlyList<RoleAddress>)[RoleAddress.OfRealm, RoleAddress.OfClient])
        {
            routes.Get($"{address.Path}/users", address.View, $"Users with a {address.What}", call => UsersAsync(call, address));
            routes.Get($"{address.Path}/groups", address.View, $"Groups with a {address.What}", call => GroupsAsync(call, address));
        }
    }

    private Task<AdminResult> MembersAsync(AdminCall call) =>
        SearchAsync(call, new UserSearch { RealmId = call.Realm.Id, GroupId = GroupRecords.Find(call).Id, ServiceAccounts = true });

    private Task<AdminResult> UsersAsync(AdminCall call, RoleAddress address)
    {
        call.Demand(AdminPermission.ViewUsers);
        return SearchAsync(call, new UserSearch { RealmId = call.Realm.Id, RoleId = address.FindToView(call).Id, ServiceAccounts = true });
    }

    private static Task<AdminResult> GroupsAsync(AdminCall call, RoleAddress address)
    {
        call.Demand(AdminPermission.ViewUsers);
        var role = address.FindToView(call);
        var parts = call.Query.Flag("briefRepresentation") ?? true ? GroupParts.None : GroupParts.Details;
        var groups = call.Realm.Groups.Where(group => group.RoleIds.Contains(role.Id)).OrderBy(group => group.Name, StringComparer.Ordinal);
        return Task.FromResult(AdminResult.Json(new JsonArray(
            [.. call.Query.Page(DefaultMax).Of(groups).Select(group => GroupRepresentation.Write(call, group, parts))])));
    }

    private async Task<AdminResult> SearchAsync(AdminCall call, UserSearch search)
    {
        var page = call.Query.Page(DefaultMax);
        var found = await users.SearchAsync(search with { First = page.First, Max = page.Max }, call.Aborted);
        var brief = call.Query.Flag("briefRepresentation") ?? false;
        return AdminResult.Json(new JsonArray([.. found.Select(user => UserRepresentation.WriteMember(call, user, brief))]));
    }
}
