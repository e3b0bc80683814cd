using Identity.Grains.Events;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Events;

/// <summary>How much a realm keeps of what happens.</summary>
internal static class KeptEvents
{
    private const string AdminExpiration = "adminEventsExpiration";

    /// <summary>Whether something that is kept before is not kept after, or not as long.</summary>
    public static bool AreLess(RealmState before, RealmState after)
    {
        var (was, now) = (RealmEvents.Of(before), RealmEvents.Of(after));
        return (was.EventsEnabled && !now.EventsEnabled)
            || (was.AdminEventsEnabled && !now.AdminEventsEnabled)
            || (was.AdminEventsDetailsEnabled && !now.AdminEventsDetailsEnabled)
            || IsShorter(was.EventsExpiration, now.EventsExpiration)
            || IsShorter(Seconds(before), Seconds(after))
            || Types(was).Except(Types(now), StringComparer.Ordinal).Any();
    }

    // 0 is for ever.
    private static bool IsShorter(long before, long after) => after > 0 && (before == 0 || after < before);

    private static long Seconds(RealmState realm) => long.TryParse(realm.Attributes.GetValueOrDefault(AdminExpiration), out var seconds) ? seconds : 0;

    private static IReadOnlyList<string> Types(RealmEvents events) => events.EnabledEventTypes.Count > 0 ? events.EnabledEventTypes : EventTypes.Kept;
}
