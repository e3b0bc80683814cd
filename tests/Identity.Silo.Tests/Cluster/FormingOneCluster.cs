using Identity.Testing;
using Npgsql;

namespace Identity.Silo.Tests.Cluster;

/// <summary>Silos that start together on an empty database find themselves in one cluster, never in two.</summary>
public class FormingOneCluster(PostgresServer postgres)
{
    [Fact]
    public async Task The_first_silos_all_see_each_other()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var silos = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ClusterSilo.StartAsync(database)));
        try
        {
            foreach (var silo in silos)
            {
                await Eventually.TrueAsync(() => ActiveOf(silo) == 3, "each silo counts three");
            }

            Assert.Equal(1, await CountAsync(database, "orleansmembershipversiontable"));
            Assert.Equal(3, await CountAsync(database, "orleansmembershiptable"));
        }
        finally
        {
            await Task.WhenAll(silos.Select(silo => silo.DisposeAsync().AsTask()));
        }
    }

    [Fact]
    public async Task A_silo_that_leaves_is_no_member_any_more()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var staying = await ClusterSilo.StartAsync(database);
        var leaving = await ClusterSilo.StartAsync(database);
        await Eventually.TrueAsync(() => ActiveOf(staying) == 2, "both are members");

        await leaving.DisposeAsync();

        await Eventually.TrueAsync(() => ActiveOf(staying) == 1, "one is a member");
    }

    private static int ActiveOf(ClusterSilo silo) => silo.Membership.CurrentSnapshot.Members.Values.Count(member => member.Status == SiloStatus.Active);

    private static async Task<long> CountAsync(TestDatabase database, string table)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
#pragma warning disable CA2100 // A table's name of this test.
        await using var command = source.CreateCommand($"SELECT count(*) FROM {table}");
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
