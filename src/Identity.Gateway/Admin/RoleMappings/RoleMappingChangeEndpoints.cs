using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.Roles;
using Identity.Grains.Roles;

namespace Identity.Gateway.Admin.RoleMappings;

/// <summary>Maps roles to users, groups, clients and client scopes, and takes them away.</summary>
internal sealed class RoleMappingChangeEndpoints(IEnumerable<IRoleHolders> kinds, AdminEvents events) : IAdminEndpoints
{
    private const string MissingRole = "Role not found";

    public void Map(AdminRoutes routes)
    {
        foreach (var kind in kinds)
        {
            foreach (var (path, of) in MappedRoles.Parts(kind))
            {
                routes.Post(path, kind.Manage, $"Map roles to {kind.Kind}", call => AddAsync(call, kind, of));
                routes.Delete(path, kind.Manage, $"Take roles from {kind.Kind}", call => RemoveAsync(call, kind, of));
            }
        }
    }

    private async Task<AdminResult> AddAsync(AdminCall call, IRoleHolders kind, MappedRoles of)
    {
        var holder = await kind.FindToManageAsync(call);
        var clientId = of.ClientId(call, kind);
        var body = await RoleBody.ReadArrayAsync(call) ?? throw AdminRefusalException.Unreadable("unknown_error");
        var ids = Ids(call, kind, [.. body.Select(item => Named(call, kind, clientId, item))]);
        return await ChangeAsync(call, kind, of, holder, AdminOperation.Create, known => [.. known.Union(ids, StringComparer.Ordinal)], body);
    }

    // Without a body all are taken away, as with Keycloak.
    private async Task<AdminResult> RemoveAsync(AdminCall call, IRoleHolders kind, MappedRoles of)
    {
        var holder = await kind.FindToManageAsync(call);
        var clientId = of.ClientId(call, kind);
        var body = await RoleBody.ReadArrayAsync(call);
        var roles = body is null
            ? call.Realm.FindRoles(holder.Direct).Where(role => role.ClientId == clientId).ToList()
            : [.. body.Select(item => Named(call, kind, clientId, item))];
        body ??= [.. roles.Select(role => RoleRepresentation.Write(call.Realm, role, brief: true))];
        var ids = Ids(call, kind, roles);
        return await ChangeAsync(call, kind, of, holder, AdminOperation.Delete, known => [.. known.Except(ids, StringComparer.Ordinal)], body);
    }

    private async Task<AdminResult> ChangeAsync(
        AdminCall call,
        IRoleHolders kind,
        MappedRoles of,
        RoleHolder holder,
        string operation,
        Func<IReadOnlyList<string>, IReadOnlyList<string>> change,
        IReadOnlyList<JsonObject> body)
    {
        var reported = events.Of(call, operation, kind.Resource(of.IsOfClient), call.ResourcePath, new JsonArray([.. body]));
        return (await kind.ChangeAsync(call, holder, change, reported)).Answer(AdminResult.NoContent, MissingRole, string.Empty);
    }

    private static RoleState Named(AdminCall call, IRoleHolders kind, string? clientId, JsonObject item) =>
        kind.Named(call, clientId, (string?)item["id"], (string?)item["name"]) ?? throw AdminRefusalException.NotFound(MissingRole);

    private static HashSet<string> Ids(AdminCall call, IRoleHolders kind, List<RoleState> roles) =>
        roles.TrueForAll(role => kind.MayMap(call, role))
            ? roles.Select(role => role.Id).ToHashSet(StringComparer.Ordinal)
            : throw new AdminRefusalException(AdminResult.Forbidden);
}
