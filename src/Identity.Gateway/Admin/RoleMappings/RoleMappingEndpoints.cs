using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Roles;
using Identity.Grains.Roles;

namespace Identity.Gateway.Admin.RoleMappings;

/// <summary>The roles that are mapped to users, groups, clients and client scopes: reading.</summary>
internal sealed class RoleMappingEndpoints(IEnumerable<IRoleHolders> kinds) : IAdminEndpoints
{
    public void Map(AdminRoutes routes)
    {
        foreach (var kind in kinds)
        {
            routes.Get(kind.Path, kind.View, $"All role mappings of {kind.Kind}", call => AllAsync(call, kind));
            foreach (var (path, of) in MappedRoles.Parts(kind))
            {
                routes.Get(path, kind.View, $"Mapped roles of {kind.Kind}", call => DirectAsync(call, kind, of));
                routes.Get($"{path}/available", kind.View, $"Roles that can be mapped to {kind.Kind}", call => AvailableAsync(call, kind, of));
                routes.Get($"{path}/composite", kind.View, $"All roles that {kind.Kind} have", call => EffectiveAsync(call, kind, of));
            }
        }
    }

    private static async Task<AdminResult> AllAsync(AdminCall call, IRoleHolders kind)
    {
        var holder = await kind.FindToViewAsync(call);
        return AdminResult.Json(MappingRepresentation.Write(call.Realm, call.Realm.FindRoles(holder.Direct)));
    }

    private static async Task<AdminResult> DirectAsync(AdminCall call, IRoleHolders kind, MappedRoles of)
    {
        var holder = await kind.FindToViewAsync(call);
        var clientId = of.ClientId(call, kind);
        if (clientId is not null && kind.HidesClientRoles)
        {
            call.Demand(Access.AdminPermission.ViewClients);
        }

        return Json(call, call.Realm.FindRoles(holder.Direct).Where(role => role.ClientId == clientId));
    }

    private static async Task<AdminResult> AvailableAsync(AdminCall call, IRoleHolders kind, MappedRoles of)
    {
        var holder = await kind.FindToViewAsync(call);
        return Json(call, call.Realm.RolesOf(of.ClientId(call, kind)).Where(role => !holder.HasDirectly(role.Id) && kind.MayMap(call, role)));
    }

    private static async Task<AdminResult> EffectiveAsync(AdminCall call, IRoleHolders kind, MappedRoles of)
    {
        var holder = await kind.FindToViewAsync(call);
        return Json(call, call.Realm.RolesOf(of.ClientId(call, kind)).Where(role => holder.Has(role.Id)), call.Query.Flag("briefRepresentation") ?? true);
    }

    private static AdminResult Json(AdminCall call, IEnumerable<RoleState> roles, bool brief = true) =>
        AdminResult.Json((JsonNode)RoleRepresentation.WriteAll(call.Realm, roles, brief));
}
