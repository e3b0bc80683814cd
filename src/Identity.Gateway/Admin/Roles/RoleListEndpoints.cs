using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Grains.Roles;

namespace Identity.Gateway.Admin.Roles;

/// <summary>The roles of the realm and of clients: lists and new ones.</summary>
internal sealed class RoleListEndpoints(AdminRecords records, AdminEvents events) : IAdminEndpoints
{
    public void Map(AdminRoutes routes)
    {
        foreach (var container in RoleContainer.All)
        {
            routes.Get(container.Path, container.List, $"List of every {container.What}", call => ListAsync(call, container));
            routes.Post(container.Path, container.Manage, $"Create a {container.What}", call => CreateAsync(call, container));
        }
    }

    private static Task<AdminResult> ListAsync(AdminCall call, RoleContainer container)
    {
        var clientId = container.Id(call);
        IReadOnlyList<RoleState> roles = [.. call.Realm.RolesOf(clientId), .. UnreadableEntries.Roles(call.Realm, clientId)];
        var search = call.Query.Text("search")?.Trim();
        var page = call.Query.Page();

        // Without a search Keycloak pages only where both ends are given.
        var shown = !string.IsNullOrEmpty(search) ? page.Of(roles.Named(search))
            : call.Query.Has("first") && call.Query.Has("max") ? page.Of(roles)
            : roles;
        return Task.FromResult(AdminResult.Json(RoleRepresentation.WriteAll(call.Realm, shown, call.Query.Flag("briefRepresentation") ?? true)));
    }

    private async Task<AdminResult> CreateAsync(AdminCall call, RoleContainer container)
    {
        var clientId = container.Id(call);
        if (clientId is not null && RoleGrants.IsAdminClient(call.Realm, clientId))
        {
            return AdminResult.Forbidden;
        }

        var body = await call.ReadAsync(RoleRepresentation.Fields);
        var name = RoleRepresentation.Name(body);
        var taken = $"Role with name {name} already exists";
        if (call.Realm.FindRole(clientId, name) is not null)
        {
            return AdminResult.Conflict(taken);
        }

        var empty = new RoleState { Id = Guid.NewGuid().ToString(), Name = name, ClientId = clientId, CompositeIds = NamedComposites.Read(call, body) };
        var role = RoleRepresentation.Read(empty, body);
        body["id"] = role.Id;
        var reported = events.Of(call, AdminOperation.Create, RoleContainer.Resource(clientId), $"{call.ResourcePath}/{name}", body);
        var result = await records.CreateAsync<IRoleGrain, RoleState>(call.Realm.Id, role.Id, role, reported);
        return result.Answer(AdminResult.Created(name), RoleRepresentation.Missing, taken);
    }
}
