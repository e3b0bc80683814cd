using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Users;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Clients;

/// <summary>The user that stands for a client.</summary>
internal sealed class ServiceAccountEndpoints(ServiceAccountUsers accounts, UserReader users) : IAdminEndpoints
{
    public void Map(AdminRoutes routes) =>
        routes.Get("/clients/{client}/service-account-user", AdminPermission.QueryClients, "The user that stands for a client", GetAsync);

    private async Task<AdminResult> GetAsync(AdminCall call)
    {
        var client = ClientLookup.ToView(call);
        if (!client.ServiceAccountsEnabled)
        {
            return AdminResult.Error(400, $"Service account not enabled for the client '{client.ClientId}'");
        }

        // Made here when it is missing: a pod may have died between the client and its user.
        var id = await accounts.EnsureAsync(call.Realm, client);
        return await users.FindAsync(call.Realm.Id, id, call.Aborted) is { } user
            ? AdminResult.Json(UserRepresentation.WriteMember(call, user, brief: false))
            : AdminResult.NotFound("User not found");
    }
}
