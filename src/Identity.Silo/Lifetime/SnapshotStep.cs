using Identity.Grains.Realms;
using Identity.Grains.Storage;

namespace Identity.Silo.Lifetime;

/// <summary>Loads the realms, so that the first requests find them in memory. One that cannot be read keeps no other from being served.</summary>
internal sealed partial class SnapshotStep(IRealmSource realms, RealmSnapshots snapshots, ILogger<SnapshotStep> logger) : IStartupStep
{
    // More than that are loaded when they are asked for.
    private const int MaxLoadedAhead = 100;

    public string Name => "realm snapshots";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var name in (await realms.ListNamesAsync(cancellationToken)).Take(MaxLoadedAhead))
        {
            try
            {
                await snapshots.FindAsync(name, cancellationToken);
            }
            catch (UnreadableRecordException exception)
            {
                // It alone answers 503; the others are served.
                LogUnreadable(name, exception.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Realm {Realm} is not served: {Problem}")]
    private partial void LogUnreadable(string realm, string problem);
}
