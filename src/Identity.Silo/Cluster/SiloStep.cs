using Identity.Silo.Lifetime;

namespace Identity.Silo.Cluster;

/// <summary>Makes the silo wait for what comes before it, the schema and the clock that it joins by, and the start of the server for the silo.</summary>
internal sealed class SiloStep(LeftoverMembers? leftovers = null) : IStartupStep, ILifecycleParticipant<ISiloLifecycle>
{
    private readonly TaskCompletionSource _mayJoin = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _active = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => "joining the cluster";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (leftovers is not null)
        {
            await leftovers.ClearAsync(cancellationToken);
        }

        _mayJoin.TrySetResult();
        await _active.Task.WaitAsync(cancellationToken);
    }

    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(SiloStep), ServiceLifecycleStage.First, cancellationToken => _mayJoin.Task.WaitAsync(cancellationToken));
        lifecycle.Subscribe(nameof(SiloStep), ServiceLifecycleStage.Active, _ =>
        {
            _active.TrySetResult();
            return Task.CompletedTask;
        });
    }
}
