using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;

namespace Identity.Gateway.Admin.Roles;

/// <summary>What has roles: the realm or a client.</summary>
/// <param name="Path">The route of its list of roles.</param>
/// <param name="What">For summaries.</param>
/// <param name="List">What reading the list demands.</param>
/// <param name="Manage">What adding a role demands.</param>
/// <param name="Id">The client's Id (UUID), null for the realm; refuses when there is no such client.</param>
internal sealed record RoleContainer(string Path, string What, AdminPermission List, AdminPermission Manage, Func<AdminCall, string?> Id)
{
    /// <summary>The realm.</summary>
    public static RoleContainer OfRealm { get; } = new("/roles", "realm role", AdminPermission.ListRealmRoles, AdminPermission.ManageRealm, _ => null);

    /// <summary>A client.</summary>
    public static RoleContainer OfClient { get; } = new(
        "/clients/{id}/roles",
        "client role",
        AdminPermission.ViewClients,
        AdminPermission.ManageClients,
        call => call.Realm.FindClientById(call.Route("id"))?.Id ?? throw AdminRefusalException.NotFound("Could not find client"));

    /// <summary>Both.</summary>
    public static IReadOnlyList<RoleContainer> All { get; } = [OfRealm, OfClient];

    /// <summary>The resource type of events on a role.</summary>
    public static string Resource(string? clientId) => clientId is null ? AdminResource.RealmRole : AdminResource.ClientRole;
}
