namespace Identity.Testing.Processes;

/// <summary>A server as <c>./identity start-dev</c> starts it, in a data folder of its own, with the realm acme imported, and <see cref="HastyRealm"/>.</summary>
public sealed class DevServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string[] _more;
    private ServerProcess _process;

    private DevServer(string folder, int httpPort, int managementPort, Func<int, string[]>? more)
    {
        _folder = folder;
        _more = more?.Invoke(httpPort) ?? [];
        Url = $"http://localhost:{httpPort}";
        Management = $"http://localhost:{managementPort}";
        _process = Launch();
    }

    /// <summary>A realm like acme whose login pages live four seconds, and whose client shop is at port 9998.</summary>
    public const string HastyRealm = "hasty";

    /// <summary>Where it answers.</summary>
    public string Url { get; }

    /// <summary>Where health is.</summary>
    public string Management { get; }

    /// <summary>The administrator's name and password.</summary>
    public static (string Name, string Password) Administrator => ("admin", "admin-password");

    /// <summary>The process.</summary>
    public ServerProcess Process => _process;

    /// <summary>Starts one and waits until it is ready.</summary>
    /// <param name="more">Options beside the usual ones, by its HTTP port.</param>
    public static async Task<DevServer> StartAsync(Func<int, string[]>? more = null)
    {
        var folder = Directory.CreateTempSubdirectory("identity-dev-").FullName;
        // A private PostgreSQL started by root runs as postgres and has to reach its folder.
        File.SetUnixFileMode(folder, (UnixFileMode)Convert.ToInt32("755", 8));
        var realms = Directory.CreateDirectory(Path.Combine(folder, "realms")).FullName;
        await TestRealm.WriteAsync(realms, TestRealm.Name);
        await TestRealm.WriteAsync(realms, HastyRealm, ("\"accessCodeLifespanLogin\" : 1800", "\"accessCodeLifespanLogin\" : 4"), ("localhost:9999", "localhost:9998"));
        var server = new DevServer(folder, FreePort.Next(), FreePort.Next(), more);
        await server.ReadyAsync();
        return server;
    }

    /// <summary>Waits until it is ready to serve.</summary>
    public Task ReadyAsync() => _process.WaitUntilOkAsync($"{Management}/health/ready");

    /// <summary>Starts it again on the same data after it was stopped or killed.</summary>
    public async Task RestartAsync()
    {
        await _process.DisposeAsync();
        _process = Launch();
        await ReadyAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private ServerProcess Launch() => ServerProcess.Start(
        ["start-dev", "--data", Path.Combine(_folder, "data"), "--http-port", new Uri(Url).Port.ToString(), "--http-management-port", new Uri(Management).Port.ToString(), "--import-realm", Path.Combine(_folder, "realms"), .. _more],
        new Dictionary<string, string>
        {
            ["KC_BOOTSTRAP_ADMIN_USERNAME"] = Administrator.Name,
            ["KC_BOOTSTRAP_ADMIN_PASSWORD"] = Administrator.Password,
        });
}
