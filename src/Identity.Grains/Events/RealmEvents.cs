using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Identity.Grains.Realms;

namespace Identity.Grains.Events;

/// <summary>Which events a realm keeps, and for how long. Read once for each version of the realm's settings.</summary>
public sealed class RealmEvents
{
    private static readonly ConditionalWeakTable<RealmState, RealmEvents> Known = [];
    private static readonly FrozenSet<string> KeptByDefault = EventTypes.Kept.ToFrozenSet(StringComparer.Ordinal);

    private readonly FrozenSet<string> _types;

    private RealmEvents(RealmState realm)
    {
        EventsEnabled = Flag(realm, "eventsEnabled");
        EventsExpiration = Value(realm, "eventsExpiration") is { ValueKind: JsonValueKind.Number } seconds && seconds.TryGetInt64(out var expiration) ? expiration : 0;
        EnabledEventTypes = Value(realm, "enabledEventTypes") is { ValueKind: JsonValueKind.Array } types ? [.. types.EnumerateArray().Select(type => type.ToString())] : [];
        AdminEventsEnabled = Flag(realm, "adminEventsEnabled");
        AdminEventsDetailsEnabled = Flag(realm, "adminEventsDetailsEnabled");
        _types = EnabledEventTypes.Count == 0 ? KeptByDefault : EnabledEventTypes.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Whether logins are kept.</summary>
    public bool EventsEnabled { get; }

    /// <summary>Seconds; 0 keeps them for ever.</summary>
    public long EventsExpiration { get; }

    /// <summary>Which types, as the realm names them; empty means <see cref="EventTypes.Kept"/>.</summary>
    public IReadOnlyList<string> EnabledEventTypes { get; }

    /// <summary>Whether changes by administrators are kept.</summary>
    public bool AdminEventsEnabled { get; }

    /// <summary>With what they sent.</summary>
    public bool AdminEventsDetailsEnabled { get; }

    /// <summary>Reads the realm's settings.</summary>
    public static RealmEvents Of(RealmState realm) => Known.GetValue(realm, static state => new RealmEvents(state));

    /// <summary>Whether login events of that type are kept.</summary>
    public bool Keeps(string type) => EventsEnabled && _types.Contains(type);

    private static bool Flag(RealmState realm, string name) => Value(realm, name) is { ValueKind: JsonValueKind.True };

    private static JsonElement? Value(RealmState realm, string name) =>
        realm.Extra is { } extra && extra.TryGetValue(name, out var value) ? value : null;
}
