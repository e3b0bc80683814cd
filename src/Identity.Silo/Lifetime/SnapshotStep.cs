using Identity.Grains.Realms;

namespace Identity.Silo.Lifetime;

/// <summary>Loads the realms, so that the first requests find them in memory.</summary>
internal sealed class SnapshotStep(IRealmSource realms, RealmSnapshots snapshots) : IStartupStep
{
    // More than that are loaded when they are asked for.
    private const int MaxLoadedAhead = 100;

    public string Name => "realm snapshots";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var name in (await realms.ListNamesAsync(cancellationToken)).Take(MaxLoadedAhead))
        {
            await snapshots.FindAsync(name, cancellationToken);
        }
    }
}
