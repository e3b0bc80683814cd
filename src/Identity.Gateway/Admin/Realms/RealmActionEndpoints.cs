using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.Sessions;
using Identity.Grains.Realms;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Realms;

/// <summary>What is done to a realm as a whole.</summary>
internal sealed class RealmActionEndpoints(AdminRecords records, AdminEvents events, SessionEnding sessions, TimeProvider time) : IAdminEndpoints
{
    public void Map(AdminRoutes routes)
    {
        routes.Post("/logout-all", AdminPermission.ManageUsers, "End every session of the realm", LogOutAllAsync);
        routes.Post("/push-revocation", AdminPermission.ManageRealm, "Tell clients of the realm's not-before", PushRevocationAsync);

        // Every pod compares its snapshot with the database before it answers an administrator: there is nothing to clear.
        foreach (var cache in (string[])["realm", "user", "keys", "crl"])
        {
            routes.Post($"/clear-{cache}-cache", AdminPermission.ManageRealm, $"Nothing to do: there is no {cache} cache that could be stale", NothingAsync);
        }
    }

    private static Task<AdminResult> NothingAsync(AdminCall call) => Task.FromResult(AdminResult.NoContent);

    // Tokens and sessions of before this second are refused by the next request; the rows go afterwards.
    private async Task<AdminResult> LogOutAllAsync(AdminCall call)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var reported = events.Of(call, AdminOperation.Action, AdminResource.Realm, "logout-all", new JsonObject());
        var result = await records.ChangeAsync<IRealmGrain, RealmState>(
            call.Realm.Id, call.Realm.Id, realm => realm with { NotBefore = Math.Max(realm.NotBefore, now) }, reported);
        if (result is WriteResult.Saved)
        {
            await sessions.EndAllAsync(call.Context);
        }

        return result.Answer(AdminResult.Json(new JsonObject()), "Realm not found.", "Conflict");
    }

    // Clients with an admin URL of their own are those of Keycloak's old adapters; none is told, so none succeeded or failed.
    private async Task<AdminResult> PushRevocationAsync(AdminCall call)
    {
        await events.AppendAsync(call, AdminOperation.Action, AdminResource.Realm, "push-revocation", new JsonObject());
        return AdminResult.Json(new JsonObject());
    }
}
