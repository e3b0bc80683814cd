using System.Net;
using System.Net.Sockets;
using Identity.Faults.Bed;
using Npgsql;

namespace Identity.LoadTester.Benches;

/// <summary>A PostgreSQL for one bench: durable commits, otherwise as it comes.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private const string User = "postgres";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly string _folder = Directory.CreateTempSubdirectory("identity-bench-").FullName;
    private ChildProcess? _server;

    /// <summary>Its port on this machine.</summary>
    public int Port { get; } = FreePort();

    /// <summary>For Npgsql.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=identity;Database=identity";

    /// <summary>For --db-url, of either server.</summary>
    public string Url => $"jdbc:postgresql://127.0.0.1:{Port}/identity";

    public static async Task<BenchDatabase> StartAsync(string processors)
    {
        var database = new BenchDatabase();
        var binaries = Database.FindBinaries() ?? throw new InvalidOperationException("PostgreSQL is not installed (Debian: apt-get install postgresql).");

        // It refuses to run as root.
        string[] asUser = Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups", "--"] : [];
        File.SetUnixFileMode(database._folder, (UnixFileMode)Convert.ToInt32("755", 8));
        var data = Path.Combine(database._folder, "data");
        string[] owner = Environment.IsPrivilegedProcess ? ["-o", User, "-g", User] : [];
        await ChildProcess.RunAsync(["install", "-d", "-m", "0700", .. owner, data]);
        await ChildProcess.RunAsync([.. asUser, $"{binaries}/initdb", "-D", data, "-U", "identity", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]);
        database._server = ChildProcess.Start(processors, null,
            [.. asUser, $"{binaries}/postgres", "-D", data, "-c", $"port={database.Port}", "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={data}", "-c", "max_connections=300", "-c", "jit=off"]);
        using var limit = new CancellationTokenSource(s_patience);
        while (!await database.TryCreateAsync(limit.Token))
        {
            await Task.Delay(100, limit.Token);
        }

        return database;
    }

    /// <summary>A port that nothing listens on, below those that the kernel gives away.</summary>
    public static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(18_000, 32_000));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> TryCreateAsync(CancellationToken cancellationToken)
    {
        if (_server!.HasExited)
        {
            throw new InvalidOperationException($"PostgreSQL ended: {_server.Output}");
        }

        try
        {
            await using var source = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={Port};Username=identity;Database=postgres");
            await using var create = source.CreateCommand("CREATE DATABASE identity");
            await create.ExecuteNonQueryAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException exception) when (exception is not PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName })
        {
            return false;
        }
    }
}
