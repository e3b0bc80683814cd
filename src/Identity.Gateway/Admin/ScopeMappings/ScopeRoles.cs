using Identity.Gateway.Admin.Events;
using Identity.Grains.Roles;

namespace Identity.Gateway.Admin.ScopeMappings;

/// <summary>What scope mappings of clients and of client scopes have in common.</summary>
internal static class ScopeRoles
{
    /// <summary>The resource type of events.</summary>
    public static string Resource(bool ofClient) => ofClient ? AdminResource.ClientScopeMapping : AdminResource.RealmScopeMapping;

    /// <summary>A client's role by its name. Below the realm's roles any role by its id, a client's too, as with Keycloak.</summary>
    public static RoleState? Named(AdminCall call, string? clientId, string? id, string? name) =>
        clientId is null ? id is null ? null : call.Realm.FindRoleById(id)
        : name is null ? null
        : call.Realm.FindRole(clientId, name);
}
