using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;

namespace Identity.Gateway.Admin.Groups;

/// <summary>Lists of groups, and groups by path.</summary>
internal sealed class GroupListEndpoints : IAdminEndpoints
{
    public void Map(AdminRoutes routes)
    {
        routes.Get("/groups", AdminPermission.QueryGroups, "Groups", call => Json(GroupSearch.List(call)));
        routes.Get("/groups/count", AdminPermission.QueryGroups, "Number of groups", call => Json(new JsonObject { ["count"] = GroupSearch.Count(call) }));
        routes.Get("/groups/{id}/children", AdminPermission.ViewUsers, "Groups below a group", call => Json(GroupSearch.Below(call, GroupRecords.Find(call))));
        routes.Get("/group-by-path/{**path}", AdminPermission.ViewUsers, "A group by its path", ByPathAsync);
    }

    private static Task<AdminResult> ByPathAsync(AdminCall call)
    {
        const string missing = "Group path does not exist";
        var path = ((string?)call.Http.Request.RouteValues["path"])?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Trim('/');
        return !string.IsNullOrEmpty(path) && new GroupTree(call.Realm).Find(path.Split('/')) is { } group
            ? Json(GroupRepresentation.Write(call, group, GroupParts.Count | GroupParts.Details))
            : throw AdminRefusalException.NotFound(missing);
    }

    private static Task<AdminResult> Json(JsonNode body) => Task.FromResult(AdminResult.Json(body));
}
