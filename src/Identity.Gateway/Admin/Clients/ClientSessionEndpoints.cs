using System.Globalization;
using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Grains.Clients;
using Identity.Grains.Sessions;

namespace Identity.Gateway.Admin.Clients;

/// <summary>The sessions in which clients take part.</summary>
internal sealed class ClientSessionEndpoints(ISessionIndex sessions, TimeProvider time) : IAdminEndpoints
{
    private const int DefaultPage = 100;

    public void Map(AdminRoutes routes)
    {
        var seen = AdminPermission.QueryClients;
        routes.Get("/clients/{client}/user-sessions", seen, "A client's sessions", call => ListAsync(call, offline: false));
        routes.Get("/clients/{client}/offline-sessions", seen, "A client's offline sessions", call => ListAsync(call, offline: true));
        routes.Get("/clients/{client}/session-count", seen, "How many sessions a client has", call => CountAsync(call, offline: false));
        routes.Get("/clients/{client}/offline-session-count", seen, "How many offline sessions a client has", call => CountAsync(call, offline: true));
        routes.Get("/client-session-stats", AdminPermission.ViewRealm, "How many sessions each client has", StatisticsAsync);
        routes.Get("/ui-ext/sessions/client", AdminPermission.ViewClients, "A client's sessions of any kind, for the console", ListForConsoleAsync);
    }

    private async Task<AdminResult> ListAsync(AdminCall call, bool offline)
    {
        var client = ClientLookup.ToView(call);
        var page = call.Query.Page(DefaultPage);
        var found = await sessions.ListAsync(Search(call, client, offline) with { First = page.First, Max = page.Max }, call.Aborted);
        return AdminResult.Json(new JsonArray([.. found.Select(session => Write(call, session, client))]));
    }

    private async Task<AdminResult> CountAsync(AdminCall call, bool offline) => AdminResult.Json(new JsonObject
    {
        ["count"] = await sessions.CountAsync(Search(call, ClientLookup.ToView(call), offline), call.Aborted),
    });

    private async Task<AdminResult> StatisticsAsync(AdminCall call)
    {
        var counts = await sessions.CountByClientAsync(new SessionSearch { Realm = call.Realm.Settings, Now = time.GetUtcNow() }, call.Aborted);
        return AdminResult.Json(new JsonArray([.. counts
            .Select(count => (Count: count, Client: call.Realm.FindClientById(count.ClientId)))
            .Where(row => row.Client is not null)
            .Select(row => (JsonNode)new JsonObject
            {
                ["offline"] = row.Count.Offline.ToString(CultureInfo.InvariantCulture),
                ["clientId"] = row.Client!.ClientId,
                ["active"] = row.Count.Active.ToString(CultureInfo.InvariantCulture),
                ["id"] = row.Client.Id,
            })]));
    }

    private async Task<AdminResult> ListForConsoleAsync(AdminCall call)
    {
        if (call.Query.Text("clientId") is not { } id || call.Realm.FindClientById(id) is not { } client)
        {
            return AdminResult.NotFound(ClientLookup.Missing);
        }

        bool? offline = call.Query.Text("type") switch { "REGULAR" => false, "OFFLINE" => true, _ => null };
        var page = call.Query.Page(DefaultPage);
        var search = Search(call, client, offline) with { Text = call.Query.Text("search"), First = page.First, Max = page.Max };
        var found = await sessions.ListAsync(search, call.Aborted);
        return AdminResult.Json(new JsonArray([.. found.Select(session => WriteForConsole(call, session))]));
    }

    private SessionSearch Search(AdminCall call, ClientState client, bool? offline) =>
        new() { Realm = call.Realm.Settings, Now = time.GetUtcNow(), ClientId = client.Id, Offline = offline };

    private static JsonObject Write(AdminCall call, SessionSummary session, ClientState client)
    {
        var node = new JsonObject { ["id"] = session.Id, ["username"] = session.Username, ["userId"] = session.UserId, ["ipAddress"] = session.IpAddress };
        node["start"] = session.Started * 1000;

        // Of an offline session Keycloak tells when this client used it last.
        node["lastAccess"] = (session.Offline && session.Clients.TryGetValue(client.Id, out var times) ? times.LastRefresh : session.LastRefresh) * 1000;
        node["rememberMe"] = session.RememberMe;
        node["clients"] = ClientsOf(call, session);
        node["transientUser"] = false;
        return node;
    }

    private static JsonObject WriteForConsole(AdminCall call, SessionSummary session) => new()
    {
        ["id"] = session.Id,
        ["username"] = session.Username,
        ["userId"] = session.UserId,
        ["ipAddress"] = session.IpAddress,
        ["start"] = session.Started * 1000,
        ["lastAccess"] = session.LastRefresh * 1000,
        ["type"] = session.Offline ? "OFFLINE" : "REGULAR",
        ["clients"] = ClientsOf(call, session),
        ["transientUser"] = false,
    };

    private static JsonObject ClientsOf(AdminCall call, SessionSummary session) => new(session.Clients.Keys
        .Select(call.Realm.FindClientById)
        .OfType<ClientState>()
        .Select(client => KeyValuePair.Create(client.Id, (JsonNode?)client.ClientId)));
}
