using System.Text.Json;
using Identity.Grains.Realms;

namespace Identity.Grains.Events;

/// <summary>Which events a realm keeps, and for how long.</summary>
/// <param name="EventsEnabled">Whether logins are kept.</param>
/// <param name="EventsExpiration">Seconds; 0 keeps them for ever.</param>
/// <param name="EnabledEventTypes">Which types; empty means all but a few that every token refresh makes.</param>
/// <param name="AdminEventsEnabled">Whether changes by administrators are kept.</param>
/// <param name="AdminEventsDetailsEnabled">With what they sent.</param>
public sealed record RealmEvents(
    bool EventsEnabled, long EventsExpiration, IReadOnlyList<string> EnabledEventTypes, bool AdminEventsEnabled, bool AdminEventsDetailsEnabled)
{
    /// <summary>Reads the realm's settings.</summary>
    public static RealmEvents Of(RealmState realm)
    {
        ArgumentNullException.ThrowIfNull(realm);
        return new RealmEvents(
            Flag(realm, "eventsEnabled"),
            Value(realm, "eventsExpiration") is { ValueKind: JsonValueKind.Number } seconds && seconds.TryGetInt64(out var expiration) ? expiration : 0,
            Value(realm, "enabledEventTypes") is { ValueKind: JsonValueKind.Array } types ? [.. types.EnumerateArray().Select(type => type.ToString())] : [],
            Flag(realm, "adminEventsEnabled"),
            Flag(realm, "adminEventsDetailsEnabled"));
    }

    private static bool Flag(RealmState realm, string name) => Value(realm, name) is { ValueKind: JsonValueKind.True };

    private static JsonElement? Value(RealmState realm, string name) =>
        realm.Extra is { } extra && extra.TryGetValue(name, out var value) ? value : null;
}
