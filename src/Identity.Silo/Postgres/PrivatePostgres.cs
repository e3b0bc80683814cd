using Npgsql;

namespace Identity.Silo.Postgres;

/// <summary>A PostgreSQL server of this process's own, from the machine's binaries, on a socket that only its user (and root) can reach.</summary>
/// <remarks>Durable as any: fsync and synchronous commit are on. When the server dies it is started again; when this process dies
/// the server stops by itself, and the next start waits for that.</remarks>
internal sealed partial class PrivatePostgres : IAsyncDisposable
{
    internal const string User = "identity";
    private const string Database = "identity";
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(5);

    private readonly PrivatePostgresOptions _options;
    private readonly DataFolder _folder;
    private readonly ServerAccount _account;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly CancellationTokenSource _disposing = new();
    private ServerRun? _run;
    private Task _watching = Task.CompletedTask;
    private bool _wanted;

    private PrivatePostgres(PrivatePostgresOptions options, DataFolder folder, ServerAccount account, ILogger logger)
    {
        _options = options;
        _folder = folder;
        _account = account;
        _logger = logger;
    }

    /// <summary>For Npgsql; stays the same over restarts. Holds no secret.</summary>
    public string ConnectionString => ConnectionStringFor(Database);

    /// <summary>The postmaster; null while there is none.</summary>
    public int? ProcessId => _run is { Exited.IsCompleted: false } run ? run.ProcessId : null;

    /// <summary>Starts the server, making its data folder first where it is missing, and returns when it answers.</summary>
    /// <exception cref="PrivatePostgresException">It cannot be started.</exception>
    public static async Task<PrivatePostgres> StartAsync(PrivatePostgresOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var account = new ServerAccount();
        var folder = DataFolder.Hold(options.DataFolder);
        var server = new PrivatePostgres(options, folder, account, logger);
        try
        {
            await server.StopOrphanAsync();
            var fresh = await folder.PrepareAsync(account, options.BinariesFolder, cancellationToken);
            await server.RunAsync(cancellationToken);
            await server.CreateDatabaseAsync(fresh, cancellationToken);
            server._watching = server.WatchAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>How to reach another database of this server.</summary>
    public string ConnectionStringFor(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = _folder.SocketFolder,
        Username = User,
        Database = database,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>Kills every process of the server with SIGKILL, as a crash would. It stays away until <see cref="RestartAsync"/>.</summary>
    public async Task KillAsync()
    {
        await _changing.WaitAsync();
        try
        {
            _wanted = false;
            ServerProcesses.KillAll(_folder.ServerName, ProcessId);
            await WaitForEndAsync(_options.StopTimeout);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Stops the server if it runs and starts it again; returns when it answers.</summary>
    public async Task RestartAsync()
    {
        await _changing.WaitAsync();
        try
        {
            await EndAsync();
            await RunAsync(CancellationToken.None);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Stops the server: its sessions end, a checkpoint is written.</summary>
    public async Task StopAsync()
    {
        await _changing.WaitAsync();
        try
        {
            await EndAsync();
        }
        finally
        {
            _changing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposing.IsCancellationRequested)
        {
            return;
        }

        await _disposing.CancelAsync();
        await _watching;
        await StopAsync();
        _folder.Dispose();
        _disposing.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var binaries = await PostgresBinaries.FindAsync(_options.BinariesFolder, _folder.ReadVersion(), cancellationToken);
        _folder.RemoveStalePidFile();
        _run = await ServerRun.StartAsync(_account.ServerCommand([binaries.Postgres, "-D", _folder.ServerPath, .. ServerSettings.Of(_folder)]), LogServer);
        if (!await _run.WaitUntilReadyAsync(_folder.PidFile, _options.StartTimeout, cancellationToken))
        {
            throw new PrivatePostgresException($"PostgreSQL ended while starting in {_folder.FullPath}: {_run.LastWords}");
        }

        _wanted = true;
        LogReady(_folder.FullPath, _run.ProcessId);
    }

    private async Task CreateDatabaseAsync(bool fresh, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionStringFor("postgres"));
        await using var command = source.CreateCommand($"SELECT 1 FROM pg_database WHERE datname = '{Database}'");
        if (fresh || await command.ExecuteScalarAsync(cancellationToken) is null)
        {
            await using var create = source.CreateCommand($"CREATE DATABASE {Database}");
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    // We hold the folder, so a server that still runs there is what a killed process of ours has left behind.
    private async Task StopOrphanAsync()
    {
        if (!File.Exists(_folder.PidFile) || ServerProcesses.Find(_folder.ServerName).Count == 0)
        {
            return;
        }

        LogOrphan(_folder.FullPath);
        if (_folder.ReadPidFile() is { } processId)
        {
            ServerProcesses.StopFast(processId);
        }

        await WaitForEndAsync(_options.StopTimeout);
    }

    private async Task EndAsync()
    {
        _wanted = false;
        if (ProcessId is { } processId)
        {
            ServerProcesses.StopFast(processId);
            await WaitForEndAsync(_options.StopTimeout);
        }
    }

    private async Task WaitForEndAsync(TimeSpan patience)
    {
        if (!await ServerProcesses.WaitUntilGoneAsync(_folder.ServerName, patience))
        {
            if ((ProcessId ?? _folder.ReadPidFile()) is { } processId)
            {
                ServerProcesses.StopNow(processId);
            }

            if (!await ServerProcesses.WaitUntilGoneAsync(_folder.ServerName, patience))
            {
                ServerProcesses.KillAll(_folder.ServerName, ProcessId);
            }
        }

        if (_run is not null)
        {
            await _run.Exited;
        }
    }

    private async Task WatchAsync()
    {
        var delay = s_firstDelay;
        while (!_disposing.IsCancellationRequested)
        {
            try
            {
                await (_run?.Exited ?? Task.CompletedTask).WaitAsync(_disposing.Token);
                await Task.Delay(delay, _disposing.Token);
                await RestartIfWantedAsync();
                delay = s_firstDelay;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (PrivatePostgresException exception)
            {
                LogRestartFailed(exception.Message);
                delay = delay * 2 < s_longestDelay ? delay * 2 : s_longestDelay;
            }
        }
    }

    private async Task RestartIfWantedAsync()
    {
        await _changing.WaitAsync(_disposing.Token);
        try
        {
            if (_wanted && ProcessId is null)
            {
                LogDied();
                await ServerProcesses.WaitUntilGoneAsync(_folder.ServerName, _options.StopTimeout);
                await RunAsync(_disposing.Token);
            }
        }
        finally
        {
            _changing.Release();
        }
    }
}
