using System.Globalization;
using Identity.Silo.Postgres;
using Identity.Silo.Storage;
using Identity.Testing.Processes;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Identity.Testing;

/// <summary>A PostgreSQL server for the tests of one assembly, in a temporary folder; started when the first database is asked for.</summary>
/// <remarks>Use as an assembly fixture: <c>[assembly: AssemblyFixture(typeof(PostgresServer))]</c>, then take it as a constructor parameter.</remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private const int SigStop = 19;
    private const int SigCont = 18;
    private const string Template = "identity";

    private readonly Lazy<Task<PrivatePostgres>> _server;
    private readonly SemaphoreSlim _creating = new(1, 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("identity-tests-").FullName;
    private PrivatePostgres? _started;
    private int _databases;

    public PostgresServer() => _server = new Lazy<Task<PrivatePostgres>>(StartAsync);

    /// <summary>A fresh database with all tables, in some 30 ms.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync()
    {
        await _server.Value;
        var name = $"test_{Interlocked.Increment(ref _databases)}";

        // The template admits one copy at a time.
        await _creating.WaitAsync();
        try
        {
            await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {Template}");
        }
        finally
        {
            _creating.Release();
        }

        return new TestDatabase(this, name);
    }

    /// <summary>Kills the server with SIGKILL. Only for a server that no other test shares.</summary>
    public async Task KillAsync() => await (await _server.Value).KillAsync();

    /// <summary>Starts the server again; returns when it answers.</summary>
    public async Task RestartAsync() => await (await _server.Value).RestartAsync();

    /// <summary>Makes every process of the server stand still: connections stay, nothing is answered. Only for a server that no other test shares.</summary>
    public void Freeze() => SignalAll(SigStop);

    /// <summary>Lets a server that stands still go on.</summary>
    public void Thaw() => SignalAll(SigCont);

    public async ValueTask DisposeAsync()
    {
        if (_started is not null)
        {
            await _started.DisposeAsync();
        }

        _creating.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    internal string ConnectionStringFor(string database) =>
        _started?.ConnectionStringFor(database) ?? throw new InvalidOperationException("The server was not started.");

    internal async ValueTask DropDatabaseAsync(string name) => await ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    private async Task<PrivatePostgres> StartAsync()
    {
        // Root's server runs as another user, who must pass through.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        _started = await PrivatePostgres.StartAsync(
            new PrivatePostgresOptions { DataFolder = Path.Combine(_folder, "data") }, NullLogger.Instance, CancellationToken.None);
        await using (var source = NpgsqlDataSource.Create(_started.ConnectionString))
        {
            await DatabaseMigrations.RunAsync(source, NullLogger.Instance, CancellationToken.None);
        }

        return _started;
    }

    private void SignalAll(int signal)
    {
        // The first one first: it makes no further ones once it stands.
        var first = _started?.ProcessId ?? throw new InvalidOperationException("The server does not run.");
        ServerProcess.Signal(first, signal);
        foreach (var status in Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)).Select(folder => Path.Combine(folder, "status")))
        {
            if (ParentOf(status) == first)
            {
                ServerProcess.Signal(int.Parse(Path.GetFileName(Path.GetDirectoryName(status)!), CultureInfo.InvariantCulture), signal);
            }
        }
    }

    private static int? ParentOf(string status)
    {
        try
        {
            return File.ReadLines(status).FirstOrDefault(line => line.StartsWith("PPid:", StringComparison.Ordinal)) is { } line
                ? int.Parse(line[5..], CultureInfo.InvariantCulture)
                : null;
        }
        catch (IOException)
        {
            // Gone meanwhile.
            return null;
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionStringFor("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names made here, not input.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
