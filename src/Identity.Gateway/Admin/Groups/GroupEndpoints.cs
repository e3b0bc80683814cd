using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Grains.Groups;

namespace Identity.Gateway.Admin.Groups;

/// <summary>One group: read, create, change, delete.</summary>
internal sealed class GroupEndpoints(AdminRecords records, AdminEvents events, GroupPlacement placement, GroupRemoval removal) : IAdminEndpoints
{
    private const GroupParts Whole = GroupParts.Count | GroupParts.Details | GroupParts.Access;

    public void Map(AdminRoutes routes)
    {
        routes.Post("/groups", AdminPermission.ManageUsers, "Create a group at the top, or move one there", CreateAtTopAsync);
        routes.Post("/groups/{id}/children", AdminPermission.ManageUsers, "Create a group below another, or move one there", CreateBelowAsync);
        routes.Get("/groups/{id}", AdminPermission.ViewUsers, "A group", GetAsync);
        routes.Put("/groups/{id}", AdminPermission.ManageUsers, "Change a group", UpdateAsync);
        routes.Delete("/groups/{id}", AdminPermission.ManageUsers, "Delete a group and what is below it", DeleteAsync);
        routes.Get("/groups/{id}/management/permissions", AdminPermission.ViewUsers, "Permissions on a group: not supported", RefuseAsync);
        routes.Put("/groups/{id}/management/permissions", AdminPermission.ManageUsers, "Permissions on a group: not supported", RefuseAsync);
    }

    private static Task<AdminResult> GetAsync(AdminCall call) =>
        Task.FromResult(AdminResult.Json(GroupRepresentation.Write(call, GroupRecords.Find(call), Whole)));

    private static Task<AdminResult> RefuseAsync(AdminCall call) => Task.FromResult(AdminResult.FeatureNotEnabled);

    private async Task<AdminResult> CreateAtTopAsync(AdminCall call)
    {
        var body = await call.ReadAsync(GroupRepresentation.Fields);
        return await PlaceAsync(call, parent: null, body);
    }

    private async Task<AdminResult> CreateBelowAsync(AdminCall call)
    {
        var parent = GroupRecords.Find(call);
        var body = await call.ReadAsync(GroupRepresentation.Fields);
        return await PlaceAsync(call, parent, body);
    }

    private Task<AdminResult> PlaceAsync(AdminCall call, GroupState? parent, JsonObject body)
    {
        var name = GroupRepresentation.Name(body);
        if ((string?)body["id"] is { } id)
        {
            var moved = call.Realm.FindGroupById(id) ?? throw AdminRefusalException.NotFound("Could not find child by id");
            return placement.MoveAsync(call, moved, parent, events.Of(call, AdminOperation.Update, AdminResource.Group, call.ResourcePath, body));
        }

        var group = GroupRepresentation.Read(new GroupState { Id = Guid.NewGuid().ToString(), Name = name, ParentId = parent?.Id }, body);
        body["id"] = group.Id;
        var path = parent is null ? $"{call.ResourcePath}/{group.Id}" : call.ResourcePath;
        return placement.CreateAsync(call, group, parent, events.Of(call, AdminOperation.Create, AdminResource.Group, path, body));
    }

    private async Task<AdminResult> UpdateAsync(AdminCall call)
    {
        var group = GroupRecords.Find(call);
        var body = await call.ReadAsync(GroupRepresentation.Fields);
        var name = GroupRepresentation.Name(body);
        if ((string?)body["id"] is { } id && id != group.Id)
        {
            throw AdminRefusalException.Invalid("Invalid group id");
        }

        var reported = events.Of(call, AdminOperation.Update, AdminResource.Group, call.ResourcePath, body);
        var result = await records.ChangeAsync<IGroupGrain, GroupState>(call.Realm.Id, group.Id, stored => GroupRepresentation.Read(stored, body), reported);
        return result.Answer(AdminResult.NoContent, GroupRecords.Missing, GroupPlacement.SiblingTaken(name));
    }

    private async Task<AdminResult> DeleteAsync(AdminCall call)
    {
        var group = GroupRecords.Find(call);
        GroupRecords.DemandRolesBelow(call, new GroupTree(call.Realm), group);
        var reported = events.Of(call, AdminOperation.Delete, AdminResource.Group, call.ResourcePath, new JsonObject { ["id"] = group.Id, ["name"] = group.Name });
        return (await removal.RemoveAsync(call.Realm, group, reported)).Answer(AdminResult.NoContent, GroupRecords.Missing, string.Empty);
    }
}
