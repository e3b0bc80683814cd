using Identity.Grains.Background;
using Identity.Silo.Health;

namespace Identity.Silo.Discovery;

/// <summary>Ties the parts of discovery together: who answers peers' questions, what is measured, and the good-bye at the drain.</summary>
internal sealed class DiscoveryService(Peers peers, DeathEvidence evidence, ClusterReport report, ClusterMetrics metrics, ServerState state, BackgroundTasks tasks) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        peers.FindsGoneAsync = evidence.FindsGoneAsync;
        metrics.Observe(report);
        state.DrainStarted += () => tasks.Start("cluster-leave", _ => peers.LeaveAsync());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
