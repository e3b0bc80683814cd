using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Realms;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Events;
using Identity.Grains.Realms;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Events;

/// <summary>Which events a realm keeps.</summary>
internal sealed class EventConfigEndpoints(AdminRecords records, AdminEvents events) : IAdminEndpoints
{
    /// <summary>Writes each event to the log: Keycloak's name for it, which realm files hold.</summary>
    public const string LogListener = "jboss-logging";

    /// <summary>Keycloak's RealmEventsConfigRepresentation.</summary>
    public static Representation Fields { get; } = new(
        "RealmEventsConfigRepresentation",
        (FieldKind.Flag, ["eventsEnabled", "adminEventsEnabled", "adminEventsDetailsEnabled"]),
        (FieldKind.Number, ["eventsExpiration"]),
        (FieldKind.Texts, ["eventsListeners", "enabledEventTypes"]));

    private static readonly HashSet<string> Nothing = [];

    public void Map(AdminRoutes routes)
    {
        routes.Get("/events/config", AdminPermission.ViewEvents, "Which events the realm keeps", GetAsync);
        routes.Put("/events/config", AdminPermission.ManageEvents, "Change which events the realm keeps", UpdateAsync);
        routes.Get("/ui-ext/available-event-listeners", AdminPermission.ViewEvents, "Event listeners that can be chosen", ListenersAsync);
    }

    private static Task<AdminResult> ListenersAsync(AdminCall call) =>
        Task.FromResult(AdminResult.Json(new JsonArray(new JsonObject { ["id"] = LogListener, ["global"] = false })));

    private static Task<AdminResult> GetAsync(AdminCall call)
    {
        var settings = RealmEvents.Of(call.Realm.Settings);
        var types = settings.EnabledEventTypes.Count > 0 ? settings.EnabledEventTypes : EventTypes.Kept;
        var node = new JsonObject { ["eventsEnabled"] = settings.EventsEnabled };
        if (settings.EventsExpiration > 0)
        {
            node["eventsExpiration"] = settings.EventsExpiration;
        }

        node["eventsListeners"] = RealmExtra.Array(call.Realm.Settings, "eventsListeners") ?? [];
        node["enabledEventTypes"] = new JsonArray([.. types.Select(type => (JsonNode)type)]);
        node["adminEventsEnabled"] = settings.AdminEventsEnabled;
        node["adminEventsDetailsEnabled"] = settings.AdminEventsDetailsEnabled;
        return Task.FromResult(AdminResult.Json(node));
    }

    private async Task<AdminResult> UpdateAsync(AdminCall call)
    {
        var body = await call.ReadAsync(Fields);
        RealmSettings.Check(body);
        var reported = events.Of(call, AdminOperation.Update, AdminResource.Realm, "events/config", body);
        var after = call.Realm.Settings;
        var result = await records.ChangeAsync<IRealmGrain, RealmState>(
            call.Realm.Id,
            call.Realm.Id,
            realm => after = Representation.Overlay(realm, StateJson.TypeInfo<RealmState>(), body, Nothing),
            reported);
        if (result is WriteResult.Saved)
        {
            events.TellIfLessIsKept(call, after);
        }

        return result.Answer(AdminResult.NoContent, "Realm not found.", "Conflict");
    }
}
