using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Sessions;
using Identity.Grains.Clients;
using Identity.Grains.Sessions;

namespace Identity.Gateway.Admin.Users;

/// <summary>The sessions of a user.</summary>
internal sealed class UserSessionEndpoints(UserRecords users, SessionEnding ending, ISessionIndex index, AdminEvents events, TimeProvider time) : IAdminEndpoints
{
    private const int MaxSessions = 10_000;

    public void Map(AdminRoutes routes)
    {
        routes.Get("/users/{id}/sessions", AdminPermission.QueryUsers, "Sessions of a user", ListAsync);
        routes.Get("/users/{id}/offline-sessions/{client}", AdminPermission.QueryUsers, "Offline sessions of a user with a client", ListOfflineAsync);
        routes.Post("/users/{id}/logout", AdminPermission.QueryUsers, "End all sessions of a user", LogOutAsync);
    }

    private async Task<AdminResult> ListAsync(AdminCall call)
    {
        var user = await users.ViewAsync(call);
        var found = await index.ListAsync(Search(call, user.Id, offline: false, clientId: null), call.Aborted);
        return AdminResult.Json(new JsonArray([.. found.Select(session => SessionRepresentation.Write(call.Realm, session))]));
    }

    private async Task<AdminResult> ListOfflineAsync(AdminCall call)
    {
        var user = await users.ViewAsync(call);
        var client = Client(call);
        var found = await index.ListAsync(Search(call, user.Id, offline: true, client.Id), call.Aborted);
        return AdminResult.Json(new JsonArray([.. found.Select(session => SessionRepresentation.Write(
            call.Realm, session.Clients.TryGetValue(client.Id, out var times) ? session with { LastRefresh = times.LastRefresh } : session))]));
    }

    // The user's not-before refuses every token from this commit on, on every pod; what follows tidies up and tells the clients.
    private async Task<AdminResult> LogOutAsync(AdminCall call)
    {
        var user = await users.ManageAsync(call);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var reported = events.Of(call, AdminOperation.Action, AdminResource.User, $"users/{user.Id}/logout");
        var result = await users.ChangeAsync(call, user.Id, stored => stored with { NotBefore = Math.Max(now, stored.NotBefore), Logouts = stored.Logouts + 1 }, reported);
        await ending.EndOfUserAsync(call.Context, user.Id, offlineToo: false);
        return result;
    }

    private SessionSearch Search(AdminCall call, string userId, bool offline, string? clientId) => new()
    {
        Realm = call.Realm.Settings,
        Now = time.GetUtcNow(),
        UserId = userId,
        Offline = offline,
        ClientId = clientId,
        Max = MaxSessions,
    };

    private static ClientState Client(AdminCall call) =>
        call.Realm.FindClientById(call.Route("client")) ?? throw AdminRefusalException.NotFound("Client not found");
}
