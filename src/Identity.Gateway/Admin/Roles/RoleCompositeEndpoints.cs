using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Grains.Events;
using Identity.Grains.Roles;

namespace Identity.Gateway.Admin.Roles;

/// <summary>The roles that a role includes.</summary>
internal sealed class RoleCompositeEndpoints(AdminRecords records, AdminEvents events) : IAdminEndpoints
{
    private const string Missing = "Could not find composite role";

    public void Map(AdminRoutes routes)
    {
        foreach (var address in RoleAddress.All)
        {
            var path = $"{address.Path}/composites";
            routes.Get(path, address.View, $"What a {address.What} includes", call => ListAsync(call, address));
            routes.Get($"{path}/realm", address.View, $"Realm roles that a {address.What} includes", call => ListRealmAsync(call, address));
            routes.Get($"{path}/clients/{{client}}", address.View, $"A client's roles that a {address.What} includes", call => ListClientAsync(call, address));
            routes.Post(path, address.Manage, $"Include roles in a {address.What}", call => AddAsync(call, address));
            routes.Delete(path, address.Manage, $"Exclude roles from a {address.What}", call => RemoveAsync(call, address));
        }
    }

    private static Task<AdminResult> ListAsync(AdminCall call, RoleAddress address)
    {
        var included = call.Realm.Composites(address.FindToView(call));
        return Json(call, address == RoleAddress.ById ? call.Query.Page().Of(included.Named(call.Query.Text("search"))) : included);
    }

    private static Task<AdminResult> ListRealmAsync(AdminCall call, RoleAddress address) =>
        Json(call, call.Realm.Composites(address.FindToView(call)).Where(role => role.ClientId is null));

    private static Task<AdminResult> ListClientAsync(AdminCall call, RoleAddress address)
    {
        var included = call.Realm.Composites(address.FindToView(call));
        var client = call.Realm.FindClientById(call.Route("client")) ?? throw AdminRefusalException.NotFound("Could not find client");
        return Json(call, included.Where(role => role.ClientId == client.Id));
    }

    private static Task<AdminResult> Json(AdminCall call, IEnumerable<RoleState> roles) =>
        Task.FromResult(AdminResult.Json(RoleRepresentation.WriteAll(call.Realm, roles)));

    private async Task<AdminResult> AddAsync(AdminCall call, RoleAddress address)
    {
        var role = address.FindToManage(call);
        var (ids, body) = await RoleBody.ReadAsync(call, Missing, RoleGrants.MayInclude);
        var result = await records.ChangeAsync<IRoleGrain, RoleState>(
            call.Realm.Id,
            role.Id,
            stored => stored with { CompositeIds = [.. stored.CompositeIds.Union(ids, StringComparer.Ordinal)] },
            Event(call, role, AdminOperation.Create, body));
        return result.Answer(AdminResult.NoContent, RoleRepresentation.Missing, string.Empty);
    }

    private async Task<AdminResult> RemoveAsync(AdminCall call, RoleAddress address)
    {
        var role = address.FindToManage(call);
        var (ids, body) = await RoleBody.ReadAsync(call, Missing, RoleGrants.MayInclude);
        var result = await RoleParts.ExcludeAsync(records, call.Realm, role, ids, Event(call, role, AdminOperation.Delete, body));
        return result.Answer(AdminResult.NoContent, RoleRepresentation.Missing, string.Empty);
    }

    private AdminEvent? Event(AdminCall call, RoleState role, string operation, System.Text.Json.Nodes.JsonNode body) =>
        events.Of(call, operation, RoleContainer.Resource(role.ClientId), call.ResourcePath, body);
}
