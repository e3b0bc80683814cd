namespace Identity.Grains.Realms.Snapshots;

/// <summary>The pods that answer by snapshots from memory, as the database knows them, and what they say to each other about it.</summary>
public interface ISnapshotLeases
{
    /// <summary>Shows this pod to the others for <see cref="SnapshotLease.Duration"/> from now. Committed when it returns.</summary>
    Task RenewAsync(CancellationToken cancellationToken);

    /// <summary>Takes this pod out: it answers from memory no more. Who waits for it at a barrier hears of it and waits no longer.</summary>
    Task EndAsync(CancellationToken cancellationToken);

    /// <summary>Asks every other pod to follow the realm, and says which pods those are. Their answers come by
    /// <see cref="IRealmSource.WatchAsync"/>, as do questions of others.</summary>
    Task<IReadOnlyList<string>> AskAsync(string barrier, string realmName, CancellationToken cancellationToken);

    /// <summary>Says that this pod has passed the barrier.</summary>
    Task AnswerAsync(string barrier, CancellationToken cancellationToken);
}
