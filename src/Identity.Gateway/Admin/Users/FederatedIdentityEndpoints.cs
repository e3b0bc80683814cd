using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;

namespace Identity.Gateway.Admin.Users;

/// <summary>A user's links to identity providers.</summary>
internal sealed class FederatedIdentityEndpoints(UserRecords users, AdminEvents events) : IAdminEndpoints
{
    private const string Path = "/users/{id}/federated-identity";

    public void Map(AdminRoutes routes)
    {
        routes.Get(Path, AdminPermission.QueryUsers, "Links of a user to identity providers", ListAsync);
        routes.Post($"{Path}/{{provider}}", AdminPermission.QueryUsers, "Link a user to an identity provider", AddAsync);
        routes.Delete($"{Path}/{{provider}}", AdminPermission.QueryUsers, "Remove a link", RemoveAsync);
    }

    private async Task<AdminResult> ListAsync(AdminCall call) => AdminResult.Json(FederatedIdentityBody.Write(call.Realm, await users.ViewAsync(call)));

    private async Task<AdminResult> AddAsync(AdminCall call)
    {
        var user = await users.ManageAsync(call);
        // Who holds the account there logs in here.
        UserAccess.DemandTakeover(call, user);
        UserAccess.DemandPerson(user);
        var provider = call.Route("provider");
        var body = await call.ReadAsync(FederatedIdentityBody.Fields);
        var link = FederatedIdentityBody.Of(provider, body);
        var reported = events.Of(call, AdminOperation.Create, AdminResource.User, $"users/{user.Id}/federated-identity/{provider}", body);
        return await users.ChangeAsync(call, user.Id, stored => FederatedIdentityBody.Add(stored, link), reported);
    }

    private async Task<AdminResult> RemoveAsync(AdminCall call)
    {
        var user = await users.ManageAsync(call);
        var provider = call.Route("provider");
        var reported = events.Of(call, AdminOperation.Delete, AdminResource.User, $"users/{user.Id}/federated-identity/{provider}");
        return await users.ChangeAsync(
            call,
            user.Id,
            stored => stored.FederatedIdentities.All(other => other.IdentityProvider != provider)
                ? throw AdminRefusalException.NotFound("Link not found")
                : stored with { FederatedIdentities = [.. stored.FederatedIdentities.Where(other => other.IdentityProvider != provider)] },
            reported);
    }
}
