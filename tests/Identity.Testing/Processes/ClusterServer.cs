using System.Text.Json;

namespace Identity.Testing.Processes;

/// <summary>Three pods on one PostgreSQL, as <c>./identity cluster --pods 3</c> starts them. Realms: acme, and rotating, which is
/// acme with refresh tokens that rotate.</summary>
public sealed class ClusterServer : IAsyncDisposable
{
    private static readonly TimeSpan ReplacementTimeout = TimeSpan.FromSeconds(60);
    private readonly string _folder;
    private readonly ServerProcess _process;

    private ClusterServer(string folder, ServerProcess process)
    {
        _folder = folder;
        _process = process;
    }

    /// <summary>The realm whose refresh tokens rotate.</summary>
    public const string RotatingRealm = "rotating";

    /// <summary>What the processes wrote.</summary>
    public string Output => _process.Output;

    /// <summary>The process id of PostgreSQL.</summary>
    public int PostgresPid => int.Parse(File.ReadLines(Path.Combine(_folder, "data", "postgres", "postmaster.pid")).First());

    /// <summary>The front address.</summary>
    public string Url => Read().Url;

    /// <summary>The pods as of now.</summary>
    public IReadOnlyList<RunningPod> Pods => Read().Pods;

    /// <summary>Starts the cluster and waits until every pod is ready.</summary>
    public static async Task<ClusterServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("identity-cluster-").FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)Convert.ToInt32("755", 8));
        var realms = Directory.CreateDirectory(Path.Combine(folder, "realms")).FullName;
        await TestRealm.WriteAsync(realms, TestRealm.Name);
        await TestRealm.WriteAsync(realms, RotatingRealm, ("\"revokeRefreshToken\" : false", "\"revokeRefreshToken\" : true"));
        var process = ServerProcess.Start(
            ["cluster", "--pods", "3", "--data", Path.Combine(folder, "data"), "--http-port", $"{FreePort.Next()}", "--import-realm", realms],
            new Dictionary<string, string> { ["KC_BOOTSTRAP_ADMIN_USERNAME"] = "admin", ["KC_BOOTSTRAP_ADMIN_PASSWORD"] = "admin-password" });
        var cluster = new ClusterServer(folder, process);
        await Eventually.TrueAsync(() => Task.FromResult(File.Exists(cluster.StateFile)), "cluster.json appears", TimeSpan.FromSeconds(60));
        await cluster.AllReadyAsync();
        return cluster;
    }

    /// <summary>Waits until every pod is ready.</summary>
    public async Task AllReadyAsync()
    {
        foreach (var pod in Pods)
        {
            await _process.WaitUntilOkAsync($"{pod.Management}/health/ready");
        }
    }

    /// <summary>SIGKILL.</summary>
    public static void Kill(int pid)
    {
        using var process = System.Diagnostics.Process.GetProcessById(pid);
        process.Kill();
    }

    /// <summary>Waits until the supervisor has started the pod again, as another process at the same url, and it is ready.</summary>
    public async Task ReplacedAsync(RunningPod killed)
    {
        await Eventually.TrueAsync(
            () => Task.FromResult(Pods.Any(pod => pod.Url == killed.Url && pod.Pid != killed.Pid)),
            $"{killed.Name} is started again",
            ReplacementTimeout);
        await _process.WaitUntilOkAsync($"{killed.Management}/health/ready");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string StateFile => Path.Combine(_folder, "data", "cluster.json");

    private (string Url, IReadOnlyList<RunningPod> Pods) Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(StateFile));
        var root = document.RootElement;
        return (root.GetProperty("url").GetString()!,
        [
            .. root.GetProperty("pods").EnumerateArray().Select(pod => new RunningPod(
                pod.GetProperty("name").GetString()!,
                pod.GetProperty("pid").GetInt32(),
                pod.GetProperty("url").GetString()!,
                pod.GetProperty("management").GetString()!)),
        ]);
    }
}
