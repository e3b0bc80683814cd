using System.Net;
using Identity.Silo.Lifetime;
using Orleans.Configuration;

namespace Identity.Silo.Composition;

/// <summary>The grains run on the cluster's silos, by Orleans. Built when GrainRuntime is Orleans.</summary>
internal static class GrainHost
{
    private const string ClusterId = "identity";

    public static void AddGrainHost(this IHostApplicationBuilder builder, string connectionString)
    {
        // The silo reads its membership table when it starts: the schema must be there before.
        builder.Services.AddHostedService<SchemaBeforeSilo>();
        builder.UseOrleans(silo =>
        {
            silo.UseAdoNetClustering(clustering =>
            {
                clustering.Invariant = "Npgsql";
                clustering.ConnectionString = connectionString;
            });
            silo.Configure<ClusterOptions>(cluster => cluster.ClusterId = cluster.ServiceId = ClusterId);
            silo.ConfigureEndpoints(Dns.GetHostName(), siloPort: 11111, gatewayPort: 0, listenOnAnyHostAddress: true);
        });
    }

    /// <summary>Runs before any hosted service starts, the silo included.</summary>
    private sealed class SchemaBeforeSilo(MigrationStep migrations) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => migrations.RunAsync(cancellationToken);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
