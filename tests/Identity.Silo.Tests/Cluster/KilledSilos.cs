using Identity.Grains;
using Identity.Grains.Sealing;
using Identity.Grains.Storage;
using Identity.Grains.Tokens;
using Identity.Silo.Composition;
using Identity.Silo.Storage;
using Identity.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace Identity.Silo.Tests.Cluster;

/// <summary>What a grain acknowledged outlives its silo.</summary>
public class KilledSilos(PostgresServer postgres)
{
    private const string Database = "Identity:Database";

    [Fact]
    public async Task Leave_nothing_behind_that_others_do_not_know()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var builder = new TestClusterBuilder(2);
        builder.Properties[Database] = database.ConnectionString;
        builder.AddSiloBuilderConfigurator<Pod>();
        await using var cluster = builder.Build();
        await cluster.DeployAsync();
        var tokens = Enumerable.Range(0, 20).Select(i => cluster.GrainFactory.GetGrain<IRevokedTokenGrain>(new EntityKey("realm", $"token-{i}").ToString())).ToList();
        await Task.WhenAll(tokens.Select(token => token.RevokeAsync(long.MaxValue / 2)));

        await cluster.KillSiloAsync(cluster.SecondarySilos[0]);

        foreach (var token in tokens)
        {
            await Eventually.TrueAsync(() => IsRevokedAsync(token), "the token is known to be revoked", TimeSpan.FromSeconds(30));
        }
    }

    // The test's client is no silo: it does not repeat calls by itself.
    private static async Task<bool> IsRevokedAsync(IRevokedTokenGrain token)
    {
        try
        {
            Assert.True(await token.IsRevokedAsync(CancellationToken.None));
            return true;
        }
        catch (OrleansException)
        {
            return false;
        }
    }

    private sealed class Pod : ISiloConfigurator
    {
        public void Configure(ISiloBuilder silo)
        {
            silo.Services.AddSingleton(TimeProvider.System);
            silo.Services.AddSingleton(new Sealer([new byte[32]]));
            silo.Services.AddIdentityGrains();
            silo.Services.AddPostgresStorage(silo.Configuration.GetValue<string>(Database)!);
            silo.AddGrains();
        }
    }
}
