using Identity.Silo.Storage;
using Identity.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Identity.Silo.Tests.Storage;

public class Migrations(PostgresServer server)
{
    [Fact]
    public async Task Pods_that_start_together_on_an_empty_database_agree()
    {
        await using var test = await server.CreateDatabaseAsync();
        await ExecuteAsync(test, "DROP SCHEMA public CASCADE");
        await ExecuteAsync(test, "CREATE SCHEMA public");

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(async () =>
        {
            using var database = new PostgresDatabase(test.ConnectionString);
            await DatabaseMigrations.RunAsync(database.Pool, NullLogger.Instance, CancellationToken.None);
        })));

        Assert.Equal(1L, await ExecuteAsync(test, "SELECT count(*) FROM schema_migration WHERE version = 1"));
        Assert.Equal(0L, await ExecuteAsync(test, "SELECT count(*) FROM user_session"));
    }

    [Fact]
    public async Task A_newer_schema_is_left_as_it_is()
    {
        await using var test = await server.CreateDatabaseAsync();
        await ExecuteAsync(test, "INSERT INTO schema_migration (version, name) VALUES (9999, 'of the next release')");
        using var database = new PostgresDatabase(test.ConnectionString);

        await DatabaseMigrations.RunAsync(database.Pool, NullLogger.Instance, CancellationToken.None);

        Assert.Equal(9999, await ExecuteAsync(test, "SELECT max(version) FROM schema_migration"));
    }

    [Theory]
    [InlineData("Host=h", 32, 64)]
    [InlineData("Host=h;MaxPoolSize=7;Max Auto Prepare=0", 7, 0)]
    public void Connection_strings_are_obeyed_and_completed(string connectionString, int poolSize, int autoPrepare)
    {
        var settings = PostgresDatabase.PoolSettings(connectionString);

        Assert.Equal(poolSize, settings.MaxPoolSize);
        Assert.Equal(autoPrepare, settings.MaxAutoPrepare);
        Assert.Equal(10, settings.CommandTimeout);
    }

    [Fact]
    public async Task Of_several_hosts_the_one_that_is_primary_is_used()
    {
        await using var test = await server.CreateDatabaseAsync();
        var settings = new NpgsqlConnectionStringBuilder(test.ConnectionString);
        settings.Host = $"127.0.0.1:1,{settings.Host}";
        using var database = new PostgresDatabase(settings.ConnectionString + ";Target Session Attributes=primary");

        await using var command = database.Pool.CreateCommand("SELECT current_database()");

        Assert.Equal(test.Name, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_session_that_would_not_wait_for_the_disk_is_corrected()
    {
        await using var test = await server.CreateDatabaseAsync();
        await ExecuteAsync(test, $"ALTER DATABASE {test.Name} SET synchronous_commit = off");
        using var database = new PostgresDatabase(test.ConnectionString);

        await using var command = database.Pool.CreateCommand("SHOW synchronous_commit");

        Assert.Equal("on", await command.ExecuteScalarAsync());
    }

    private static async Task<object?> ExecuteAsync(TestDatabase test, string sql)
    {
        using var database = new PostgresDatabase(test.ConnectionString);
        await using var command = database.Pool.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
