using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Events;

namespace Identity.Gateway.Admin.Events;

/// <summary>Login events and admin events of a realm.</summary>
internal sealed class EventEndpoints(IEventStore store, AdminEvents events, TimeProvider time) : IAdminEndpoints
{
    private const int DefaultPage = 100;
    private const int All = -1;

    public void Map(AdminRoutes routes)
    {
        routes.Get("/events", AdminPermission.ViewEvents, "Login events; as JSON lines with Accept: application/x-ndjson", LoginEventsAsync);
        routes.Delete("/events", AdminPermission.ManageEvents, "Remove all login events", ClearLoginEventsAsync);
        routes.Get("/admin-events", AdminPermission.ViewEvents, "Admin events; as JSON lines with Accept: application/x-ndjson", AdminEventsAsync);
        routes.Delete("/admin-events", AdminPermission.ManageEvents, "Remove all admin events", ClearAdminEventsAsync);
    }

    private async Task<AdminResult> LoginEventsAsync(AdminCall call)
    {
        var query = call.Query;
        var page = Page(call);
        var search = new LoginEventSearch
        {
            RealmId = call.Realm.Id,
            Types = query.Texts("type"),
            ClientId = query.Text("client"),
            UserId = query.Text("user"),
            IpAddress = query.Text("ipAddress"),
            From = From(query.Text("dateFrom")),
            To = To(query.Text("dateTo")),
            Ascending = query.Text("direction") == "asc",
            First = page.First,
            Max = page.Max,
        };
        return EventLines.AreWanted(call.Http.Request)
            ? EventLines.Of(store, search)
            : AdminResult.Json(new JsonArray([.. (await store.SearchAsync(search, call.Aborted)).Select(EventRepresentation.Write)]));
    }

    private async Task<AdminResult> AdminEventsAsync(AdminCall call)
    {
        var query = call.Query;
        var page = Page(call);
        var search = new AdminEventSearch
        {
            RealmId = call.Realm.Id,
            OperationTypes = query.Texts("operationTypes"),
            ResourceTypes = query.Texts("resourceTypes"),
            ResourcePath = query.Text("resourcePath"),
            AuthRealmId = query.Text("authRealm"),
            AuthClientId = query.Text("authClient"),
            AuthUserId = query.Text("authUser"),
            AuthIpAddress = query.Text("authIpAddress"),
            From = From(query.Text("dateFrom")),
            To = To(query.Text("dateTo")),
            Ascending = query.Text("direction") == "asc",
            First = page.First,
            Max = page.Max,
        };
        return EventLines.AreWanted(call.Http.Request)
            ? EventLines.Of(store, search)
            : AdminResult.Json(new JsonArray([.. (await store.SearchAsync(search, call.Aborted)).Select(EventRepresentation.Write)]));
    }

    // Lines are for all events: only a max that is given bounds them.
    private static AdminPage Page(AdminCall call)
    {
        var page = call.Query.Page(DefaultPage);
        return EventLines.AreWanted(call.Http.Request) ? page with { Max = call.Query.Number("max") ?? All } : page;
    }

    private async Task<AdminResult> ClearLoginEventsAsync(AdminCall call)
    {
        await store.ClearLoginEventsAsync(call.Realm.Id, time.GetUtcNow(), events.OfErasure(call), CancellationToken.None);
        return AdminResult.NoContent;
    }

    private async Task<AdminResult> ClearAdminEventsAsync(AdminCall call)
    {
        await store.ClearAdminEventsAsync(call.Realm.Id, time.GetUtcNow(), events.OfErasure(call), CancellationToken.None);
        return AdminResult.NoContent;
    }

    private static long? From(string? text) => text is null ? null
        : EventDates.TryParseFrom(text, out var from) ? from
        : throw new AdminRefusalException(AdminResult.Error(400, "Invalid value for 'dateFrom', expected format is yyyy-MM-dd or an Epoch timestamp"));

    private static long? To(string? text) => text is null ? null
        : EventDates.TryParseTo(text, out var to) ? to
        : throw new AdminRefusalException(AdminResult.Error(400, "Invalid value for 'dateTo', expected format is yyyy-MM-dd or an Epoch timestamp"));
}
