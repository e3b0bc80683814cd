using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;

namespace Identity.Gateway.Admin.Unavailable;

/// <summary>What Keycloak has and Identity does not: lists are empty and features off, so that consoles and tools hide them.</summary>
internal sealed class UnavailableEndpoints : IAdminEndpoints
{
    public void Map(AdminRoutes routes)
    {
        var none = Answer(() => AdminResult.Json(new JsonArray()));
        routes.Get("/identity-provider/instances", AdminPermission.ViewIdentityProviders, "Identity providers: none", none);
        routes.Get("/credential-registrators", AdminPermission.ManageRealm, "Required actions that set up a credential: none", none);
        routes.Get("/workflows", AdminPermission.ManageRealm, "Workflows: none", none);

        var off = Answer(() => AdminResult.Error(501, "Feature not enabled", "For more on this error consult the server log."));
        routes.Get("/users-management-permissions", AdminPermission.ManageRealm, "Fine-grained permissions: off", off);
        routes.Put("/users-management-permissions", AdminPermission.ManageRealm, "Fine-grained permissions: off", off);
        routes.Get("/client-types", AdminPermission.ManageRealm, "Client types: off", off);

        routes.Get("/organizations", AdminPermission.ManageRealm, "Organizations: off", Answer(() => AdminResult.Refuse(404, "Organizations not enabled for this realm.")));
        routes.Post("/testLDAPConnection", AdminPermission.ManageRealm, "User federation: not there", Answer(() => AdminResult.Refuse(400, "User federation is not available")));
        routes.Post("/ldap-server-capabilities", AdminPermission.ManageRealm, "User federation: not there", Answer(() => AdminResult.Refuse(400, "User federation is not available")));
    }

    private static AdminHandler Answer(Func<AdminResult> result) => _ => Task.FromResult(result());
}
