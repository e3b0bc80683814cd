using Identity.Faults.Networks;

namespace Identity.Faults.Bed;

/// <summary>The bed's PostgreSQL: durable as in production, on a machine of its own.</summary>
internal sealed class Database(Host host, string folder) : IAsyncDisposable
{
    private const string User = "postgres";
    private static readonly string[] s_asUser = Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups", "--"] : [];
    private readonly string _data = Path.Combine(folder, "postgres");
    private Daemon? _server;

    public Host Host => host;

    /// <summary>For KC_DB_URL.</summary>
    public string Url => $"jdbc:postgresql://{host.Address}:5432/identity";

    /// <summary>The folder with PostgreSQL's programs; null: not installed.</summary>
    public static string? FindBinaries() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Max()
            : null;

    /// <summary>Makes the cluster and the database.</summary>
    public async Task CreateAsync()
    {
        await Shell.RunAsync("install", "-d", "-m", "0700", "-o", User, "-g", User, _data);
        await Shell.RunAsync([.. s_asUser, $"{FindBinaries()}/initdb", "-D", _data, "-U", "identity", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]);
        await File.AppendAllTextAsync(Path.Combine(_data, "pg_hba.conf"), "host all all 10.77.0.0/24 trust\n");
        await StartAsync();
        await host.RunAsync($"{FindBinaries()}/createdb", "-h", host.Address.ToString(), "-U", "identity", "identity");
    }

    /// <summary>Starts it; returns when it takes connections.</summary>
    public async Task StartAsync()
    {
        _server = await Daemon.StartAsync(host, [.. s_asUser, $"{FindBinaries()}/postgres", "-D", _data, .. Settings()]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await Shell.TryRunAsync("ip", "netns", "exec", host.Name, $"{FindBinaries()}/pg_isready", "-q", "-h", host.Address.ToString())).ExitCode != 0)
        {
            if (_server.Exited.IsCompleted)
            {
                throw new InvalidOperationException($"PostgreSQL ended: {_server.Output}");
            }

            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>SIGKILL of the first process; the others follow by themselves.</summary>
    public async Task KillAsync()
    {
        await _server!.KillAsync();
        _server.Dispose();
        _server = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await KillAsync();
        }
    }

    private string[] Settings() =>
    [
        "-c", $"listen_addresses={host.Address}",
        "-c", $"unix_socket_directories={_data}",
        "-c", "max_connections=300",
        "-c", "fsync=on",
        "-c", "synchronous_commit=on",
        "-c", "recovery_init_sync_method=syncfs",
        "-c", "jit=off",
    ];
}
