using Identity.Gateway.Admin.Access;

namespace Identity.Gateway.Admin.Authentication;

/// <summary>Who sees what of authentication: those who bind flows to clients see flows, those who see users see what these can be made to do.</summary>
internal static class AuthenticationPermissions
{
    public static AdminPermission ViewFlows { get; } =
        new("view flows", [AdminRoles.ViewRealm, AdminRoles.ManageRealm, AdminRoles.ViewClients, AdminRoles.QueryClients]);

    public static AdminPermission ViewRequiredActions { get; } =
        new("view required actions", [AdminRoles.ViewRealm, AdminRoles.ManageRealm, AdminRoles.ViewUsers, AdminRoles.QueryUsers]);

    public static AdminPermission ViewClientAuthenticators { get; } = new(
        "view client authenticators",
        [AdminRoles.ViewRealm, AdminRoles.ManageRealm, AdminRoles.ViewClients, AdminRoles.ManageClients, AdminRoles.QueryClients]);
}
