using Identity.Gateway.Admin.Access;
using Identity.Grains.Roles;

namespace Identity.Gateway.Admin.Roles;

/// <summary>One of the ways to name a role: by name in the realm, by name in a client, by id.</summary>
/// <param name="Path">The role's route.</param>
/// <param name="What">For summaries.</param>
/// <param name="View">What reading the role demands.</param>
/// <param name="Manage">What changing it demands.</param>
/// <param name="Find">The role; refuses when there is none.</param>
internal sealed record RoleAddress(string Path, string What, AdminPermission View, AdminPermission Manage, Func<AdminCall, RoleState> Find)
{
    /// <summary>A realm role by name.</summary>
    public static RoleAddress OfRealm { get; } = new(
        "/roles/{name}",
        "realm role",
        AdminPermission.ViewRealm,
        AdminPermission.ManageRealm,
        call => call.Realm.FindRole(null, call.Route("name")) ?? throw AdminRefusalException.NotFound(RoleRepresentation.Missing));

    /// <summary>A client's role by name.</summary>
    public static RoleAddress OfClient { get; } = new(
        "/clients/{id}/roles/{name}",
        "client role",
        AdminPermission.ViewClients,
        AdminPermission.ManageClients,
        call => call.Realm.FindRole(RoleContainer.OfClient.Id(call), call.Route("name")) ?? throw AdminRefusalException.NotFound(RoleRepresentation.Missing));

    /// <summary>Any role by id. Who may see it depends on whose role it is.</summary>
    public static RoleAddress ById { get; } = new(
        "/roles-by-id/{role}",
        "role by its id",
        AdminPermission.AnyRole,
        AdminPermission.AnyRole,
        call => call.Realm.FindRoleById(call.Route("role")) ?? throw AdminRefusalException.NotFound("Could not find role with id"));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<RoleAddress> All { get; } = [OfRealm, OfClient, ById];

    /// <summary>The role, for an administrator who may see it.</summary>
    public RoleState FindToView(AdminCall call)
    {
        var role = Find(call);
        call.Demand(role.ClientId is null ? AdminPermission.ViewRealm : AdminPermission.ViewClients);
        return role;
    }

    /// <summary>The role, for an administrator who may change it. Nobody may change the roles that administration rests on.</summary>
    public RoleState FindToManage(AdminCall call)
    {
        var role = Find(call);
        RoleRules.DemandManage(call, call.Realm, role);
        return role;
    }
}
