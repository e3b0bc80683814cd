using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Identity.LoadTester.Benches;

/// <summary>One or more pods of a product, with a database of their own.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private const string Admin = "admin";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private readonly BenchDatabase _database;
    private readonly string _folder;
    private readonly Func<ChildProcess> _start;
    private ChildProcess _process;

    private BenchServer(BenchDatabase database, string folder, Func<ChildProcess> start) =>
        (_database, _folder, _start, _process) = (database, folder, start, start());

    /// <summary>Where each pod answers.</summary>
    public IReadOnlyList<Uri> Urls { get; private set; } = [];

    /// <summary>Each pod's process.</summary>
    public IReadOnlyList<int> Pids { get; private set; } = [];

    /// <summary>From the start of the process until it is ready, on an empty database.</summary>
    public TimeSpan FirstReady { get; private set; }

    /// <summary>The same when it is started again, as a pod is that was killed; zero: it was not.</summary>
    public TimeSpan ReadyAgain { get; private set; }

    /// <summary>For its counters.</summary>
    public string ConnectionString => _database.ConnectionString;

    /// <summary>Pods of the build in that folder.</summary>
    public static Task<BenchServer> StartIdentityAsync(string binaries, int pods, string processors) => StartAsync(processors, (folder, port, management, database) =>
    {
        string[] command = ["dotnet", Path.Combine(binaries, "identity-server.dll")];
        string[] options = ["--data", folder, "--http-port", $"{port}", "--db-url", database.Url, "--db-username", "identity", "--log-level", "warn"];
        return pods == 1
            ? [.. command, "start-dev", .. options, "--http-management-port", $"{management}"]
            : [.. command, "cluster", "--pods", pods.ToString(CultureInfo.InvariantCulture), .. options];
    }, pods);

    /// <summary>A Keycloak that is unpacked in that folder: built for production in a copy, with a local cache and 700 MB of heap.</summary>
    public static async Task<BenchServer> StartKeycloakAsync(string folder, string processors)
    {
        var copy = Directory.CreateTempSubdirectory("identity-bench-keycloak-").FullName;
        await ChildProcess.RunAsync("cp", "-r", Path.Combine(folder, "."), copy);
        var program = Path.Combine(copy, "bin", "kc.sh");
        await ChildProcess.RunAsync("bash", program, "build", "--db", "postgres", "--health-enabled", "true", "--cache", "local");
        return await StartAsync(processors, (_, port, management, database) =>
        [
            "bash", program, "start", "--optimized", "--http-enabled", "true", "--hostname-strict", "false", "--http-host", "127.0.0.1", "--http-port", $"{port}",
            "--http-management-port", $"{management}", "--db-url", database.Url, "--db-username", "identity", "--db-password", "any", "--log-level", "warn",
        ], pods: 1, copy);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<BenchServer> StartAsync(string processors, Func<string, int, int, BenchDatabase, string[]> command, int pods, string? made = null)
    {
        var folder = made ?? Directory.CreateTempSubdirectory("identity-bench-data-").FullName;
        var database = await BenchDatabase.StartAsync(processors);
        var (port, management) = (BenchDatabase.FreePort(), BenchDatabase.FreePort());
        var server = new BenchServer(database, folder, () => ChildProcess.Start(
            processors,
            new Dictionary<string, string> { ["KC_BOOTSTRAP_ADMIN_USERNAME"] = Admin, ["KC_BOOTSTRAP_ADMIN_PASSWORD"] = Admin, ["JAVA_OPTS_APPEND"] = "-Xmx700m" },
            command(folder, port, management, database)));
        try
        {
            server.FirstReady = await server.WaitAsync(pods, port, management);
            if (pods == 1)
            {
                await server._process.DisposeAsync();
                server._process = server._start();
                server.ReadyAgain = await server.WaitAsync(pods, port, management);
            }

            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    // The process has just been started.
    private async Task<TimeSpan> WaitAsync(int pods, int port, int management)
    {
        var began = Stopwatch.GetTimestamp();
        using var http = new HttpClient();
        using var limit = new CancellationTokenSource(s_patience);
        var health = new List<Uri> { new($"http://127.0.0.1:{management}/health/ready") };
        if (pods > 1)
        {
            var (urls, healths, pids) = await ReadClusterAsync(limit.Token);
            (Urls, health, Pids) = (urls, healths, pids);
        }

        foreach (var url in health)
        {
            while (!await IsReadyAsync(http, url, limit.Token))
            {
                await PauseAsync(limit.Token);
            }
        }

        var ready = Stopwatch.GetElapsedTime(began);
        if (pods == 1)
        {
            Urls = [new Uri($"http://127.0.0.1:{port}/")];
            Pids = [await FindListenerAsync(port)];
        }

        return ready;
    }

    private async Task<(List<Uri> Urls, List<Uri> Health, List<int> Pids)> ReadClusterAsync(CancellationToken limit)
    {
        var file = Path.Combine(_folder, "cluster.json");
        while (!File.Exists(file))
        {
            await PauseAsync(limit);
        }

        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(file, limit));
        var pods = document.RootElement.GetProperty("pods").EnumerateArray().ToList();
        return ([.. pods.Select(pod => new Uri(pod.GetProperty("url").GetString()! + "/"))],
            [.. pods.Select(pod => new Uri(pod.GetProperty("management").GetString()! + "/health/ready"))],
            [.. pods.Select(pod => pod.GetProperty("pid").GetInt32())]);
    }

    private Task PauseAsync(CancellationToken limit) =>
        _process.HasExited ? throw new InvalidOperationException($"The server ended: {_process.Output}") : Task.Delay(20, limit);

    private static async Task<bool> IsReadyAsync(HttpClient http, Uri url, CancellationToken limit)
    {
        try
        {
            using var response = await http.GetAsync(url, limit);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // Scripts and wrappers stand between what was started and what serves.
    private static async Task<int> FindListenerAsync(int port)
    {
        using var ss = Process.Start(new ProcessStartInfo("ss", ["-ltnHp", $"sport = :{port}"]) { RedirectStandardOutput = true })!;
        var output = await ss.StandardOutput.ReadToEndAsync();
        await ss.WaitForExitAsync();
        var begin = output.IndexOf("pid=", StringComparison.Ordinal) + 4;
        return begin > 4 ? int.Parse(output[begin..output.IndexOf(',', begin)], CultureInfo.InvariantCulture) : throw new InvalidOperationException($"Nothing listens at port {port}.");
    }
}
