using System.Globalization;
using Identity.Grains.Users;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Identity.AdminBench.Users;

/// <summary>Many users in one realm, looked at through the directory.</summary>
internal static class UsersBench
{
    private const string Realm = "bench";
    private const int Times = 200;
    private const int Page = 20;

    public static async Task<int> RunAsync(int count)
    {
        await using var server = new PostgresServer();
        await using var database = await server.CreateDatabaseAsync();
        await using var pod = await GrainHost.StartAsync(database);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var start = TimeProvider.System.GetTimestamp();
        await ManyUsers.CopyAsync(source, Realm, count);
        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} users copied in {seconds:0} s, {seconds * 1e6 / count:0} µs each\n"));
        await TablesAsync(source);
        Measured.Header();
        var users = pod.Services.GetRequiredService<IUserDirectory>();
        foreach (var (what, search) in UserLists.Of(Realm, count))
        {
            await Measured.RowAsync(what, Times, async i => await users.SearchAsync(search(i) with { Max = Page }, CancellationToken.None));
        }

        foreach (var (what, search) in UserLists.Counts(Realm))
        {
            await Measured.RowAsync(what, Times, async i => await users.CountAsync(search(i), CancellationToken.None));
        }

        await Measured.RowAsync("create a user", Times, async i =>
        {
            var user = ManyUsers.Make(count + i);
            await pod.Grains.GetGrain<IUserGrain>($"{Realm}/{user.Id}").CreateAsync(user);
        });
        await Measured.RowAsync("create 16 users at a time", 50, round => Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
        {
            var user = ManyUsers.Make(count + Times + (round * 16) + i);
            await pod.Grains.GetGrain<IUserGrain>($"{Realm}/{user.Id}").CreateAsync(user);
        })));
        return 0;
    }

    private static async Task TablesAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(
            """
            SELECT relname, pg_size_pretty(pg_table_size(oid)), pg_size_pretty(pg_indexes_size(oid)) FROM pg_class
            WHERE relname IN ('user_account', 'user_entry', 'user_term') ORDER BY relname
            """);
        await using var reader = await command.ExecuteReaderAsync();
        Console.WriteLine("| table | rows | indexes |");
        Console.WriteLine("|---|---|---|");
        while (await reader.ReadAsync())
        {
            Console.WriteLine($"| `{reader.GetString(0)}` | {reader.GetString(1)} | {reader.GetString(2)} |");
        }

        Console.WriteLine();
    }
}
