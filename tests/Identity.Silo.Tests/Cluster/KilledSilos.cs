using Identity.Grains;
using Identity.Grains.Sealing;
using Identity.Grains.Storage;
using Identity.Grains.Tokens;
using Identity.Silo.Composition;
using Identity.Silo.Storage;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace Identity.Silo.Tests.Cluster;

/// <summary>What a grain acknowledged outlives its silo.</summary>
public class KilledSilos(PostgresServer postgres)
{
    [Fact]
    public async Task Leave_nothing_behind_that_others_do_not_know()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var cluster = new InProcessTestClusterBuilder(2).ConfigureSilo((_, silo) => AddPod(silo, database)).Build();
        await cluster.DeployAsync();
        var tokens = Enumerable.Range(0, 20).Select(i => cluster.Client.GetGrain<IRevokedTokenGrain>(new EntityKey("realm", $"token-{i}").ToString())).ToList();
        await Task.WhenAll(tokens.Select(token => token.RevokeAsync(long.MaxValue / 2)));

        await KillAsync(cluster, cluster.Silos[1]);

        foreach (var token in tokens)
        {
            await Eventually.TrueAsync(() => IsUsedUpAsync(token), "the token is known to be used up", TimeSpan.FromSeconds(30));
        }
    }

    // The test's client is no silo: it does not repeat calls by itself.
    private static async Task<bool> IsUsedUpAsync(IRevokedTokenGrain token)
    {
        try
        {
            Assert.False(await token.TryUseAsync(long.MaxValue / 2));
            return true;
        }
        catch (OrleansException)
        {
            return false;
        }
    }

    // To be killed is a stop that is cancelled, and a part that says so is killed all the same.
    private static async Task KillAsync(InProcessTestCluster cluster, InProcessSiloHandle silo)
    {
        try
        {
            await cluster.KillSiloAsync(silo);
        }
        catch (OperationCanceledException)
        {
            Assert.False(silo.IsActive);
        }
    }

    private static void AddPod(ISiloBuilder silo, TestDatabase database)
    {
        silo.Services.AddSingleton(TimeProvider.System);
        silo.Services.AddSingleton(new Sealer([new byte[32]]));
        silo.Services.AddIdentityGrains();
        silo.Services.AddPostgresStorage(database.ConnectionString);
        silo.AddGrains();
    }
}
