using System.Diagnostics;
using Identity.Silo.Postgres;
using Identity.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Identity.Silo.Tests.Postgres;

public class PrivateServer(ITestOutputHelper output)
{
    [Fact]
    public async Task Starts_on_a_missing_folder_and_again_on_the_one_it_made()
    {
        await using var folder = new PublicFolder();
        var first = Stopwatch.StartNew();
        await using (var server = await StartAsync(folder.Data))
        {
            output.WriteLine($"first start {first.ElapsedMilliseconds} ms");
            await ExecuteAsync(server, "CREATE TABLE kept AS SELECT 1 AS one");
        }

        var second = Stopwatch.StartNew();
        await using (var server = await StartAsync(folder.Data))
        {
            output.WriteLine($"next start {second.ElapsedMilliseconds} ms");
            Assert.True(second.Elapsed < TimeSpan.FromSeconds(5));
            Assert.Equal(1, await ExecuteAsync(server, "SELECT one FROM kept"));
        }
    }

    [Fact]
    public async Task Is_durable_and_unreachable_for_others()
    {
        await using var folder = new PublicFolder();
        await using var server = await StartAsync(folder.Data);

        Assert.Equal("on", await ExecuteAsync(server, "SHOW fsync"));
        Assert.Equal("on", await ExecuteAsync(server, "SHOW synchronous_commit"));
        Assert.Equal("", await ExecuteAsync(server, "SHOW listen_addresses"));
        Assert.Equal("UTF8", await ExecuteAsync(server, "SHOW server_encoding"));
        var sockets = (string)(await ExecuteAsync(server, "SHOW unix_socket_directories"))!;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(sockets));
    }

    [Fact]
    public async Task A_killed_server_is_restarted_with_what_it_had_committed()
    {
        await using var folder = new PublicFolder();
        await using var server = await StartAsync(folder.Data);
        await ExecuteAsync(server, "CREATE TABLE kept AS SELECT 1 AS one");

        await server.KillAsync();
        Assert.Null(server.ProcessId);
        await server.RestartAsync();

        Assert.Equal(1, await ExecuteAsync(server, "SELECT one FROM kept"));
    }

    [Fact]
    public async Task A_server_that_dies_by_itself_is_started_again()
    {
        await using var folder = new PublicFolder();
        await using var server = await StartAsync(folder.Data);
        var died = server.ProcessId!.Value;

        using (var process = Process.GetProcessById(died))
        {
            process.Kill();
        }

        await Eventually.TrueAsync(() => server.ProcessId is { } now && now != died, "the server is started again");
        await Eventually.TrueAsync(async () => await AnswersAsync(server), "the server answers again");
    }

    [Fact]
    public async Task A_server_left_behind_by_a_killed_process_is_stopped_first()
    {
        await using var folder = new PublicFolder();
        await (await StartAsync(folder.Data)).DisposeAsync();
        var leftBehind = await LeaveBehindAsync(folder.Data);

        await using var server = await StartAsync(folder.Data);

        Assert.True(leftBehind.Exited.IsCompleted);
        Assert.NotEqual(leftBehind.ProcessId, server.ProcessId);
        Assert.Equal(1, await ExecuteAsync(server, "SELECT 1"));
    }

    [Fact]
    public async Task A_process_file_of_a_server_that_is_gone_is_no_hindrance()
    {
        await using var folder = new PublicFolder();
        await using var server = await StartAsync(folder.Data);
        var processFile = Path.Combine(folder.Data, "postmaster.pid");
        var lines = await File.ReadAllLinesAsync(processFile);
        await server.KillAsync();

        // Another program has the process id by now.
        await File.WriteAllLinesAsync(processFile, lines.Skip(1).Prepend($"{Environment.ProcessId}"));
        await server.RestartAsync();

        Assert.Equal(1, await ExecuteAsync(server, "SELECT 1"));
    }

    [Fact]
    public async Task A_folder_serves_one_process_at_a_time()
    {
        await using var folder = new PublicFolder();
        await using var server = await StartAsync(folder.Data);

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync(folder.Data));

        Assert.Contains("in use", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_path_gets_a_short_socket_folder()
    {
        await using var folder = new PublicFolder();
        var deep = Path.Combine(folder.Root, new string('d', 90), "data");

        await using var server = await StartAsync(deep);

        Assert.Equal(1, await ExecuteAsync(server, "SELECT 1"));
    }

    [Fact]
    public async Task A_folder_with_something_else_in_it_is_left_alone()
    {
        await using var folder = new PublicFolder();
        Directory.CreateDirectory(folder.Data);
        await File.WriteAllTextAsync(Path.Combine(folder.Data, "thesis.txt"), "x");

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync(folder.Data));

        Assert.Contains("not empty", refusal.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder.Data, "thesis.txt")));
    }

    [Fact]
    public async Task Root_in_a_closed_folder_gets_its_data_elsewhere_behind_a_link()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Needs root.");
        await using var folder = new PublicFolder();
        var closed = Directory.CreateDirectory(Path.Combine(folder.Root, "closed"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var data = Path.Combine(closed.FullName, "data");

        await using (var server = await StartAsync(data))
        {
            await ExecuteAsync(server, "CREATE TABLE kept AS SELECT 1 AS one");
        }

        await using (var server = await StartAsync(data))
        {
            Assert.Equal(1, await ExecuteAsync(server, "SELECT one FROM kept"));
        }

        Directory.Delete(new DirectoryInfo(data).LinkTarget!, recursive: true);
    }

    [Fact]
    public async Task Missing_binaries_are_named()
    {
        await using var folder = new PublicFolder();
        var options = new PrivatePostgresOptions { DataFolder = folder.Data, BinariesFolder = "/nowhere" };

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(
            () => PrivatePostgres.StartAsync(options, NullLogger.Instance, CancellationToken.None));

        Assert.Contains("/nowhere", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("PostgreSQL 15", refusal.Message, StringComparison.Ordinal);
    }

    private static Task<PrivatePostgres> StartAsync(string folder) =>
        PrivatePostgres.StartAsync(new PrivatePostgresOptions { DataFolder = folder }, NullLogger.Instance, CancellationToken.None);

    private static async Task<ServerRun> LeaveBehindAsync(string data)
    {
        string name;
        using (var folder = DataFolder.Hold(data))
        {
            name = folder.ServerName;
        }

        var binaries = await PostgresBinaries.FindAsync(null, null, CancellationToken.None);
        var run = await ServerRun.StartAsync(
            new ServerAccount().ServerCommand(
                binaries.Postgres, "-D", data, "-c", $"cluster_name={name}", "-c", "listen_addresses=", "-c", $"unix_socket_directories={data}"),
            _ => { });
        Assert.True(await run.WaitUntilReadyAsync(Path.Combine(data, "postmaster.pid"), TimeSpan.FromSeconds(30), CancellationToken.None));
        return run;
    }

    private static async Task<object?> ExecuteAsync(PrivatePostgres server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private static async Task<bool> AnswersAsync(PrivatePostgres server)
    {
        try
        {
            return await ExecuteAsync(server, "SELECT 1") is 1;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
