using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Grains.Roles;

namespace Identity.Gateway.Admin.Roles;

/// <summary>Realm roles by name.</summary>
internal sealed class RealmRoleEndpoints(AdminRecords records, AdminEvents events) : IAdminEndpoints
{
    private const string Missing = "Could not find role";

    public void Map(AdminRoutes routes)
    {
        routes.Get("/roles", AdminPermission.ViewRealm, "Realm roles", ListAsync);
        routes.Post("/roles", AdminPermission.ManageRealm, "Create a realm role", CreateAsync);
        routes.Get("/roles/{name}", AdminPermission.ViewRealm, "A realm role", GetAsync);
        routes.Put("/roles/{name}", AdminPermission.ManageRealm, "Change a realm role", UpdateAsync);
    }

    private static Task<AdminResult> ListAsync(AdminCall call)
    {
        var search = call.Query.Text("search");
        var roles = call.Realm.Roles
            .Where(role => role.ClientId is null && (search is null || role.Name.Contains(search, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(role => role.Name, StringComparer.Ordinal);
        return Task.FromResult(AdminResult.Json(RoleRepresentation.WriteAll(call.Realm, call.Query.Page().Of(roles), call.Query.Flag("briefRepresentation") ?? true)));
    }

    private static Task<AdminResult> GetAsync(AdminCall call) =>
        Task.FromResult(AdminResult.Json(RoleRepresentation.Write(call.Realm, Find(call))));

    private async Task<AdminResult> CreateAsync(AdminCall call)
    {
        var body = await call.ReadAsync(RoleRepresentation.Fields);
        if ((string?)body["name"] is not { Length: > 0 } name)
        {
            return AdminResult.Error(400, "role has no name");
        }

        var role = RoleRepresentation.Read(new RoleState { Id = Guid.NewGuid().ToString(), Name = name }, body);
        var reported = events.Of(call, AdminOperation.Create, AdminResource.RealmRole, $"roles/{name}", body);
        var result = await records.CreateAsync<IRoleGrain, RoleState>(call.Realm.Id, role.Id, role, reported);
        return result.Answer(AdminResult.Created(name), Missing, $"Role with name {name} already exists");
    }

    private async Task<AdminResult> UpdateAsync(AdminCall call)
    {
        var role = Find(call);
        var body = await call.ReadAsync(RoleRepresentation.Fields);
        var reported = events.Of(call, AdminOperation.Update, AdminResource.RealmRole, call.ResourcePath, body);
        var result = await records.ChangeAsync<IRoleGrain, RoleState>(call.Realm.Id, role.Id, stored => RoleRepresentation.Read(stored, body), reported);
        return result.Answer(AdminResult.NoContent, Missing, $"Role with name {body["name"]} already exists");
    }

    private static RoleState Find(AdminCall call) =>
        call.Realm.FindRole(null, call.Route("name")) ?? throw AdminRefusalException.NotFound(Missing);
}
