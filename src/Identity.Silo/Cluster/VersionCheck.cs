using System.Collections.Concurrent;
using System.Reflection;
using Identity.Grains;
using Identity.Silo.Storage;

namespace Identity.Silo.Cluster;

/// <summary>Lets no grain answer from a state that is older than its row: before each call the version that the activation holds is
/// compared with the row's, and the row is read again where they differ.</summary>
/// <remarks>Orleans keeps one activation of a grain, except while membership changes, and a pod that was paused or cut off learns last
/// that it has been declared dead. What it still holds must not revive a session that ended elsewhere (docs/decisions/0006). A method
/// with <see cref="ConfirmsItselfAttribute"/> sees to that itself.</remarks>
internal sealed class VersionCheck(PostgresGrainStorage storage) : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<MethodInfo, bool> _confirming = new();

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.TargetContext.GetComponent<HeldStates>() is { } held && !Confirms(context.InterfaceMethod))
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

    private bool Confirms(MethodInfo method) =>
        _confirming.GetOrAdd(method, static asked => asked.GetCustomAttribute<ConfirmsItselfAttribute>() is not null);
}
