namespace Identity.Grains.Realms.Snapshots;

/// <summary>This pod's right to answer by its snapshots without asking the database.</summary>
/// <remarks>
/// <para>A snapshot is answered by as long as two things are true: every pod that acknowledges a change can see this one in
/// <see cref="ISnapshotLeases"/>, and a read that began less than <see cref="Duration"/> ago found the snapshot current. Otherwise the
/// realm's change counter is asked for first. Whoever has changed a realm waits until each pod has followed, or for <see cref="Duration"/>,
/// after which what was confirmed before the change counts no more (<see cref="RealmBarrier"/>).</para>
/// <para>Counted by the monotonic clock, from before the read was sent: a pod that stood still comes back without a lease.</para>
/// </remarks>
public sealed class SnapshotLease(TimeProvider time)
{
    /// <summary>How long a confirmation counts.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    private const long Never = 0;
    private readonly long _ticks = (long)(Duration.TotalSeconds * time.TimestampFrequency);
    private readonly Lock _renewing = new();
    private long _held = Never;
    private long _renewed = Never;

    /// <summary>Whether the snapshot may be answered by as it is.</summary>
    public bool Covers(RealmSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var now = time.GetTimestamp();
        return IsRecent(Volatile.Read(ref _renewed), now) && IsRecent(snapshot.Confirmed, now) && snapshot.Confirmed >= Volatile.Read(ref _held);
    }

    /// <summary>The other pods can see this one, by a commit that was begun at one time and is done now.</summary>
    internal void Renew(long begun)
    {
        lock (_renewing)
        {
            // While they could not, nobody waited for this pod: what was read then may be old.
            if (!IsRecent(_renewed, time.GetTimestamp()))
            {
                Volatile.Write(ref _held, time.GetTimestamp());
            }

            Volatile.Write(ref _renewed, Math.Max(begun, _renewed));
        }
    }

    /// <summary>From now on the database is asked each time.</summary>
    internal void End() => Volatile.Write(ref _renewed, Never);

    private bool IsRecent(long since, long now) => since != Never && now - since < _ticks;
}
