using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Grains.Operations;

namespace Identity.Gateway.Admin.Realms;

/// <summary>What is done to a realm as a whole.</summary>
internal sealed class RealmActionEndpoints(AdminEvents events, IOperations operations) : IAdminEndpoints
{
    public void Map(AdminRoutes routes)
    {
        routes.Post("/logout-all", AdminPermission.ManageUsers, "End every session of the realm", LogOutAllAsync);
        routes.Post("/push-revocation", AdminPermission.ManageRealm, "Tell clients of the realm's not-before", PushRevocationAsync);

        // Every pod compares its snapshot with the database before it answers an administrator: there is nothing to clear.
        foreach (var cache in (string[])["realm", "user", "keys", "crl"])
        {
            routes.Post($"/clear-{cache}-cache", AdminPermission.ManageRealm, $"Nothing to do: there is no {cache} cache that could be stale", ClearAsync);
        }
    }

    private async Task<AdminResult> ClearAsync(AdminCall call)
    {
        await events.AppendAsync(call, AdminOperation.Action, AdminResource.Realm, call.ResourcePath);
        return AdminResult.NoContent;
    }

    // Sessions of before this second are refused by the next request on every pod; their rows go in batches.
    private async Task<AdminResult> LogOutAllAsync(AdminCall call)
    {
        var reported = events.Of(call, AdminOperation.Action, AdminResource.Realm, "logout-all", new JsonObject());
        return await operations.EndSessionsAsync(call.Realm.Id, call.Administrator.User.Id, reported, CancellationToken.None)
            ? AdminResult.Json(new JsonObject())
            : AdminResult.NotFound("Realm not found.");
    }

    // Clients with an admin URL of their own are those of Keycloak's old adapters; none is told, so none succeeded or failed.
    private async Task<AdminResult> PushRevocationAsync(AdminCall call)
    {
        await events.AppendAsync(call, AdminOperation.Action, AdminResource.Realm, "push-revocation", new JsonObject());
        return AdminResult.Json(new JsonObject());
    }
}
