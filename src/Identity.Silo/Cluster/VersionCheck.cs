using Identity.Silo.Storage;

namespace Identity.Silo.Cluster;

/// <summary>Lets no grain answer from a state that is older than its row: before each call the version that the activation holds is
/// compared with the row's, and the row is read again where they differ.</summary>
/// <remarks>Orleans keeps one activation of a grain, except while membership changes, and a pod that was paused or cut off learns last
/// that it has been declared dead. What it still holds must not revive a session that ended elsewhere (docs/decisions/0006).</remarks>
internal sealed class VersionCheck(PostgresGrainStorage storage) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.TargetContext.GetComponent<HeldStates>() is { } held)
        {
            foreach (var (name, state) in held.All)
            {
                var version = await storage.ReadVersionAsync(name, context.TargetId, CancellationToken.None);
                if (version != state.Etag)
                {
                    await state.ReadStateAsync();
                }
            }
        }

        await context.Invoke();
    }
}
