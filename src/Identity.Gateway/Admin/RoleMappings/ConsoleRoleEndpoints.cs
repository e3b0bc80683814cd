using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Roles;
using Identity.Grains.Roles;

namespace Identity.Gateway.Admin.RoleMappings;

/// <summary>The lists of roles that the admin console asks for.</summary>
internal sealed class ConsoleRoleEndpoints(IEnumerable<IRoleHolders> kinds) : IAdminEndpoints
{
    private const int DefaultMax = 10;

    public void Map(AdminRoutes routes)
    {
        foreach (var kind in kinds)
        {
            routes.Get($"/ui-ext/available-roles/{kind.Kind}/{{id}}", kind.View, $"Clients' roles that can be mapped to {kind.Kind}", call => AvailableAsync(call, kind));
            routes.Get($"/ui-ext/effective-roles/{kind.Kind}/{{id}}", kind.View, $"Clients' roles that {kind.Kind} have", call => EffectiveAsync(call, kind, ConsoleRole.WriteClientRoles));
            routes.Get($"/ui-ext/effective-roles-all/{kind.Kind}/{{id}}", kind.View, $"Roles that {kind.Kind} have", call => EffectiveAsync(call, kind, ConsoleRole.WriteAll));
        }

        routes.Get("/ui-ext/available-roles/roles/{id}", AdminPermission.AnyRole, "Clients' roles that a role can include", AvailableForRoleAsync);
        routes.Get("/ui-ext/effective-roles/roles/{id}", AdminPermission.ListRealmRoles, "Clients' roles that every user has", EffectiveByDefaultAsync);
        routes.Get("/ui-ext/effective-roles-all/roles/{role}", AdminPermission.AnyRole, "Roles that a role brings", EffectiveOfRoleAsync);
        routes.Get("/ui-ext/role-mappings/roles/{role}", AdminPermission.AnyRole, "Roles that a role includes", IncludedAsync);
    }

    private static async Task<AdminResult> AvailableAsync(AdminCall call, IRoleHolders kind)
    {
        var holder = await kind.FindToViewAsync(call);
        return Available(call, role => !holder.HasDirectly(role.Id) && kind.MayMap(call, role));
    }

    private static Task<AdminResult> AvailableForRoleAsync(AdminCall call)
    {
        var id = call.Route("id");
        return Task.FromResult(Available(call, role => role.Id != id && RoleGrants.MayInclude(call, role)));
    }

    private static async Task<AdminResult> EffectiveAsync(AdminCall call, IRoleHolders kind, Func<AdminCall, IEnumerable<RoleState>, JsonNode> write)
    {
        var holder = await kind.FindToViewAsync(call);

        // What a client of full scope may carry is not listed: only what is mapped to it.
        return AdminResult.Json(write(call, call.Realm.FindRoles(kind.Kind == "clients" ? call.Realm.ExpandRoles(holder.Direct) : holder.Effective!)));
    }

    private static Task<AdminResult> EffectiveByDefaultAsync(AdminCall call) =>
        Task.FromResult(AdminResult.Json(ConsoleRole.WriteClientRoles(
            call, call.Realm.FindRoles(call.Realm.Settings.DefaultRoleId is { } id ? call.Realm.ExpandRoles([id]) : []))));

    private static Task<AdminResult> EffectiveOfRoleAsync(AdminCall call) =>
        Task.FromResult(AdminResult.Json(ConsoleRole.WriteAll(call, call.Realm.FindRoles(call.Realm.ExpandRoles([FindRole(call).Id])))));

    private static Task<AdminResult> IncludedAsync(AdminCall call) =>
        Task.FromResult(AdminResult.Json(MappingRepresentation.Write(
            call.Realm, call.Realm.Composites(FindRole(call)), role => ConsoleRole.WriteIncluded(call, role))));

    private static AdminResult Available(AdminCall call, Func<RoleState, bool> may)
    {
        var search = call.Query.Text("search")?.Trim();
        var roles = ConsoleRole.Sort(call, call.Realm.Roles.Where(role => role.ClientId is not null && ConsoleRole.Matches(call, role, search) && may(role)));
        return AdminResult.Json(new JsonArray([.. call.Query.Page(DefaultMax).Of(roles).Select(role => ConsoleRole.WriteClientRole(call, role))]));
    }

    private static RoleState FindRole(AdminCall call)
    {
        var role = call.Realm.FindRoleById(call.Route("role")) ?? throw AdminRefusalException.NotFound(RoleRepresentation.Missing);
        call.Demand(role.ClientId is null ? AdminPermission.ViewRealm : AdminPermission.ViewClients);
        return role;
    }
}
