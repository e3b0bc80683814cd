using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Grains.Groups;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Groups;

/// <summary>The groups that new users join.</summary>
internal sealed class DefaultGroupEndpoints(AdminRecords records, AdminEvents events) : IAdminEndpoints
{
    private const string Missing = "Group not found";

    public void Map(AdminRoutes routes)
    {
        routes.Get("/default-groups", AdminPermission.ViewRealm, "Groups that new users join", ListAsync);
        routes.Put("/default-groups/{id}", AdminPermission.ManageRealm, "Let new users join a group", AddAsync);
        routes.Delete("/default-groups/{id}", AdminPermission.ManageRealm, "Let new users join a group no more", RemoveAsync);
    }

    private static Task<AdminResult> ListAsync(AdminCall call)
    {
        var groups = call.Realm.Settings.DefaultGroupIds.Select(call.Realm.FindGroupById).OfType<GroupState>();
        return Task.FromResult(AdminResult.Json(new JsonArray([.. groups.Select(group => GroupRepresentation.Write(call, group, GroupParts.None))])));
    }

    private Task<AdminResult> AddAsync(AdminCall call)
    {
        var group = Find(call);
        GroupRecords.DemandRoles(call, new GroupTree(call.Realm), group);
        return ChangeAsync(call, AdminOperation.Create, ids => ids.Contains(group.Id) ? ids : [.. ids, group.Id]);
    }

    private Task<AdminResult> RemoveAsync(AdminCall call)
    {
        var group = Find(call);
        return ChangeAsync(call, AdminOperation.Delete, ids => ids.Contains(group.Id) ? [.. ids.Where(id => id != group.Id)] : ids);
    }

    private async Task<AdminResult> ChangeAsync(AdminCall call, string operation, Func<IReadOnlyList<string>, IReadOnlyList<string>> change)
    {
        var reported = events.Of(call, operation, AdminResource.Group, call.ResourcePath);
        var result = await records.ChangeAsync<IRealmGrain, RealmState>(
            call.Realm.Id, call.Realm.Id, realm => Changed(realm, change(realm.DefaultGroupIds)), reported);
        return result.Answer(AdminResult.NoContent, "Realm not found.", string.Empty);
    }

    private static RealmState Changed(RealmState realm, IReadOnlyList<string> ids) =>
        ReferenceEquals(ids, realm.DefaultGroupIds) ? realm : realm with { DefaultGroupIds = ids };

    private static GroupState Find(AdminCall call) => call.Realm.FindGroupById(call.Route("id")) ?? throw AdminRefusalException.NotFound(Missing);
}
