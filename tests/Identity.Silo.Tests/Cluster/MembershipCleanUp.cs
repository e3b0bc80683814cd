using Identity.Testing;

namespace Identity.Silo.Tests.Cluster;

/// <summary>Orleans clears dead members away, and never one that may live.</summary>
public class MembershipCleanUp(PostgresServer postgres)
{
    [Fact]
    public async Task Takes_the_dead_and_leaves_the_living_however_old_their_rows_look()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var staying = await ClusterSilo.StartAsync(database);
        var gone = await ClusterSilo.StartAsync(database);
        var left = gone.Address;
        await gone.DisposeAsync();
        var table = staying.Service<IMembershipTable>();
        await Eventually.TrueAsync(async () => (await StatusesAsync(table)).GetValueOrDefault(left) == SiloStatus.Dead, "it is dead in the table");

        await table.CleanupDefunctSiloEntriesAsync(TimeProvider.System.GetUtcNow().AddDays(1), CancellationToken.None);

        Assert.Equal([(staying.Address, SiloStatus.Active)], (await StatusesAsync(table)).Select(member => (member.Key, member.Value)));
    }

    private static async Task<Dictionary<SiloAddress, SiloStatus>> StatusesAsync(IMembershipTable table) =>
        (await table.ReadAllAsync(CancellationToken.None)).Members.ToDictionary(row => row.Item1.SiloAddress, row => row.Item1.Status);
}
