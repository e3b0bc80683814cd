using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.Requests;
using Identity.Gateway.Admin.Roles;
using Identity.Grains.Roles;

namespace Identity.Gateway.Admin.RoleMappings;

/// <summary>Takes roles of the realm and of several clients away at once, as the admin console does.</summary>
internal sealed class ConsoleRoleRemovalEndpoints(IEnumerable<IRoleHolders> kinds, AdminRecords records, AdminEvents events) : IAdminEndpoints
{
    private static readonly Representation Fields = new("RoleDeleteRequest", (FieldKind.Text, ["roleId", "roleName", "clientId"]));

    public void Map(AdminRoutes routes)
    {
        foreach (var kind in kinds)
        {
            routes.Post($"/ui-ext/role-mapping-delete/{kind.Kind}/{{id}}", kind.Manage, $"Take roles from {kind.Kind}", call => RemoveAsync(call, kind));
        }

        routes.Post("/ui-ext/role-mapping-delete/roles/{role}", AdminPermission.AnyRole, "Exclude roles from a role", ExcludeAsync);
    }

    private async Task<AdminResult> RemoveAsync(AdminCall call, IRoleHolders kind)
    {
        var holder = await kind.FindToManageAsync(call);
        var ids = await ReadAsync(call, kind.MayMap);
        var ofClient = kind.Resource(ofClient: true) != AdminResource.ClientRoleMapping;
        var reported = events.Of(call, AdminOperation.Delete, kind.Resource(ofClient), call.ResourcePath);
        var result = await kind.ChangeAsync(call, holder, known => [.. known.Except(ids, StringComparer.Ordinal)], reported);
        return result.Answer(AdminResult.NoContent, RoleRepresentation.Missing, string.Empty);
    }

    private async Task<AdminResult> ExcludeAsync(AdminCall call)
    {
        var role = call.Realm.FindRoleById(call.Route("role")) is null
            ? throw AdminRefusalException.NotFound(RoleRepresentation.Missing)
            : RoleAddress.ById.FindToManage(call);
        var ids = await ReadAsync(call, RoleGrants.MayInclude);
        var reported = events.Of(call, AdminOperation.Delete, RoleContainer.Resource(role.ClientId), call.ResourcePath);
        var result = await RoleParts.ExcludeAsync(records, call.Realm, role, ids, reported);
        return result.Answer(AdminResult.NoContent, RoleRepresentation.Missing, string.Empty);
    }

    // Roles that are not there are passed over, as with Keycloak.
    private static async Task<HashSet<string>> ReadAsync(AdminCall call, Func<AdminCall, RoleState, bool> may)
    {
        var items = await call.ReadJsonAsync() as JsonArray ?? throw AdminRefusalException.Unreadable("unknown_error");
        var roles = items.Select(Fields.Check)
            .Select(item => (string?)item["roleId"] is { } id ? call.Realm.FindRoleById(id) : null)
            .OfType<RoleState>()
            .ToList();
        return roles.TrueForAll(role => may(call, role))
            ? roles.Select(role => role.Id).ToHashSet(StringComparer.Ordinal)
            : throw new AdminRefusalException(AdminResult.Forbidden);
    }
}
