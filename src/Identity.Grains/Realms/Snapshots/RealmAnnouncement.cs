namespace Identity.Grains.Realms.Snapshots;

/// <summary>What a pod hears from the others by the database.</summary>
public abstract record RealmAnnouncement
{
    private RealmAnnouncement()
    {
    }

    /// <summary>From now on nothing is missed. Something may have been before.</summary>
    public sealed record Listening : RealmAnnouncement;

    /// <summary>The realm has changed.</summary>
    /// <param name="RealmName">Its name.</param>
    public sealed record Changed(string RealmName) : RealmAnnouncement;

    /// <summary>Another pod waits until this one answers by nothing older than what is stored of the realm now.</summary>
    /// <param name="Barrier">What the answer names.</param>
    /// <param name="RealmName">The realm.</param>
    public sealed record BarrierAsked(string Barrier, string RealmName) : RealmAnnouncement;

    /// <summary>A pod has passed a barrier, this pod's or another's.</summary>
    /// <param name="Barrier">Which one.</param>
    /// <param name="Pod">The pod.</param>
    public sealed record BarrierPassed(string Barrier, string Pod) : RealmAnnouncement;

    /// <summary>A pod answers from memory no more: it has passed every barrier.</summary>
    /// <param name="Pod">The pod.</param>
    public sealed record PodLeft(string Pod) : RealmAnnouncement;
}
