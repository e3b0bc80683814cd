using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Identity.Silo.Composition;
using Identity.Silo.Configuration;
using Identity.Silo.DataFolders;
using Identity.Silo.Lifetime;
using Identity.Silo.Logs;
using Npgsql;

namespace Identity.Silo.Commands;

/// <summary>Runs work on the database without serving: on <c>--db-url</c>, or on the PostgreSQL of the data folder, which is
/// started where no server runs it.</summary>
internal static class OfflineHost
{
    public static async Task<int> RunAsync(SettingValues values, Func<IServiceProvider, CancellationToken, Task<int>> work)
    {
        var options = ServerOptionsReader.Read(values, ServerMode.Offline);
        using var signals = new StopSignals(leaveInterruptToParent: false);
        using var loggers = LogRegistration.CreateFactory(options.Log);
        loggers.LogWarnings(values.Warnings);
        if (options.Database is not null)
        {
            return await RunOnAsync(options.Database.ConnectionString, KeysFor(options), options, work, signals.Stopping);
        }

        if (RunningPostgres(options.Data) is { } running && ServerFolder.IsHeld(options.Data))
        {
            return await RunOnAsync(running, ServerFolder.ReadOrMakeSealKeys(options.Data), options, work, signals.Stopping);
        }

        using var folder = ServerFolder.Hold(options.Data);
        await using var postgres = await StartDevCommand.StartPostgresAsync(folder, loggers, signals.Stopping);
        return await RunOnAsync(postgres.ConnectionString, ServerFolder.ReadOrMakeSealKeys(options.Data), options, work, signals.Stopping);
    }

    private static async Task<int> RunOnAsync(
        string database,
        IReadOnlyList<byte[]> sealKeys,
        ServerOptions options,
        Func<IServiceProvider, CancellationToken, Task<int>> work,
        CancellationToken stoppingToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "identity-server" });
        builder.Services.AddCore(options, sealKeys);
        builder.Services.AddSingleton<IHostLifetime, NoConsoleLifetime>();
        builder.AddIdentity(options, database);
        using var host = builder.Build();
        try
        {
            await host.Services.GetRequiredService<MigrationStep>().RunAsync(stoppingToken);
            await host.StartAsync(stoppingToken);
            return await work(host.Services, stoppingToken);
        }
        catch (Exception exception) when (exception is RealmFileException or StorageUnavailableException or UnreadableRecordException or NpgsqlException or IOException)
        {
            await Console.Error.WriteLineAsync($"identity: {PrintableText.Line(exception.Message)}");
            return 1;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("identity: stopped before it was done");
            return 1;
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    // Keys made up here would seal what no server of that database can open.
    private static IReadOnlyList<byte[]> KeysFor(ServerOptions options) => options switch
    {
        { SealKeys.Count: > 0 } => options.SealKeys,
        _ when ServerFolder.HasSealKeys(options.Data) => ServerFolder.ReadOrMakeSealKeys(options.Data),
        _ => throw new ConfigurationProblemsException(["a given database needs the keys of its servers: set IDENTITY_SEAL_KEYS or --seal-key-file."]),
    };

    // postmaster.pid: the fifth line is the folder of the socket.
    private static string? RunningPostgres(string data)
    {
        var file = Path.Combine(ServerFolder.PostgresOf(data), "postmaster.pid");
        return File.Exists(file) && File.ReadAllLines(file) is [_, _, _, _, { Length: > 0 } socketFolder, ..]
            ? new NpgsqlConnectionStringBuilder { Host = socketFolder, Username = "identity", Database = "identity", GssEncryptionMode = GssEncryptionMode.Disable }.ConnectionString
            : null;
    }
}
