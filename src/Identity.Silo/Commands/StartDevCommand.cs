using System.CommandLine;
using Identity.Silo.Composition;
using Identity.Silo.Configuration;
using Identity.Silo.DataFolders;
using Identity.Silo.Lifetime;
using Identity.Silo.Logs;
using Identity.Silo.Postgres;

namespace Identity.Silo.Commands;

/// <summary><c>start-dev</c>: everything on one machine, in one process beside its PostgreSQL.</summary>
internal static class StartDevCommand
{
    public static Command Create()
    {
        var command = new Command("start-dev", "Serve on one machine that has nothing prepared: with a private PostgreSQL in the data folder, over plain HTTP.");
        command.AddSettings(Settings.All);
        command.SetAction((parsed, _) => RunAsync(parsed.ReadSettings()));
        return command;
    }

    private static async Task<int> RunAsync(SettingValues values)
    {
        var options = ServerOptionsReader.Read(values, ServerMode.Development);
        using var signals = new StopSignals(leaveInterruptToParent: false);
        using var loggers = LogRegistration.CreateFactory(options.Log);
        loggers.LogWarnings(values.Warnings);
        using var folder = ServerFolder.Hold(options.Data);
        var keys = options.SealKeys.Count > 0 ? options.SealKeys : ServerFolder.ReadOrMakeSealKeys(folder.FullPath);
        await using var postgres = options.Database is null
            ? await StartPostgresAsync(folder, loggers, signals.Stopping)
            : null;
        await using var app = ServerBuilder.Build(options, postgres?.ConnectionString ?? options.Database!.ConnectionString, keys);
        return await ServerLifetime.RunAsync(app, options, signals);
    }

    /// <summary>Starts the data folder's PostgreSQL.</summary>
    public static Task<PrivatePostgres> StartPostgresAsync(ServerFolder folder, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        PrivatePostgres.StartAsync(new PrivatePostgresOptions { DataFolder = folder.Postgres }, loggers.CreateLogger<PrivatePostgres>(), cancellationToken);
}
