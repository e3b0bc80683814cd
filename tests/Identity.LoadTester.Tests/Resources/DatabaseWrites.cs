using Identity.LoadTester.Resources;
using Identity.Testing;
using Npgsql;

namespace Identity.LoadTester.Tests.Resources;

public class DatabaseWrites(PostgresServer server)
{
    [Fact]
    public async Task Only_transactions_that_write_are_counted()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var counters = new DatabaseCounters(database.ConnectionString);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await ExecuteAsync(source, "CREATE TABLE t (x int)");
        var before = await counters.ReadAsync(settled: false, TestContext.Current.CancellationToken);

        await ExecuteAsync(source, "INSERT INTO t VALUES (1)");
        await ExecuteAsync(source, "SELECT * FROM t");
        await ExecuteAsync(source, "UPDATE t SET x = 2");

        var written = (await counters.ReadAsync(settled: false, TestContext.Current.CancellationToken)).Since(before);
        Assert.Equal(2, written.Transactions);
        Assert.True(written.LogBytes > 0);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
