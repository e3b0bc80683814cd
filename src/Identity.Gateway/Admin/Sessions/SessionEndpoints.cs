using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Grains.Sessions;

namespace Identity.Gateway.Admin.Sessions;

/// <summary>The sessions of a realm.</summary>
internal sealed class SessionEndpoints(ISessionIndex sessions, SessionEnding ending, AdminEvents events, TimeProvider time) : IAdminEndpoints
{
    public void Map(AdminRoutes routes)
    {
        routes.Get("/ui-ext/sessions", AdminPermission.ViewRealm, "Sessions of the realm, for the console", ListAsync);
        routes.Delete("/sessions/{session}", AdminPermission.ManageUsers, "End a session", EndAsync);
    }

    private async Task<AdminResult> ListAsync(AdminCall call)
    {
        var page = call.Query.Page(defaultMax: 100);
        var text = call.Query.Text("search");
        var found = await sessions.ListAsync(
            new SessionSearch
            {
                Realm = call.Realm.Settings,
                Now = time.GetUtcNow(),
                Offline = call.Query.Text("type") switch { "REGULAR" => false, "OFFLINE" => true, _ => null },
                Text = text,
                TextClients = text is null ? [] : [.. call.Realm.Clients.Where(client => client.ClientId.Contains(text, StringComparison.OrdinalIgnoreCase)).Select(client => client.Id)],
                First = page.First,
                Max = page.Max,
            },
            call.Aborted);
        return AdminResult.Json(new JsonArray([.. found.Select(session => SessionRepresentation.WriteForConsole(call.Realm, session))]));
    }

    private async Task<AdminResult> EndAsync(AdminCall call)
    {
        var sid = call.Route("session");
        var offline = call.Query.Flag("isOffline") ?? false;
        return await ending.EndAsync(
            call.Context, sid, offline, () => events.Of(call, AdminOperation.Delete, AdminResource.UserSession, $"sessions/{sid}"), call.Aborted)
            ? AdminResult.NoContent
            : AdminResult.NotFound("Sesssion not found"); // Keycloak's spelling.
    }
}
