using System.CommandLine;
using Identity.Silo.Configuration;
using Identity.Silo.DataFolders;
using Identity.Silo.Lifetime;
using Identity.Silo.Logs;
using Identity.Silo.Supervision;
using Npgsql;

namespace Identity.Silo.Commands;

/// <summary><c>cluster</c>: several pods on one machine and one PostgreSQL, behind one address.</summary>
internal static class ClusterCommand
{
    private const int MostPods = 16;

    public static Command Create()
    {
        var pods = new Option<int>("--pods") { Description = $"How many pods, 1 to {MostPods}. Default: 3.", DefaultValueFactory = _ => 3 };
        pods.Validators.Add(result =>
        {
            if (result.Errors.Any() is false && result.GetValueOrDefault<int>() is < 1 or > MostPods)
            {
                result.AddError($"--pods is not between 1 and {MostPods}.");
            }
        });
        var command = new Command("cluster", "Serve with several pods on this machine, on one PostgreSQL and behind one address. DIR/cluster.json lists them.");
        command.Options.Add(pods);
        command.AddSettings(Settings.All);
        command.SetAction((parsed, _) => RunAsync(parsed.ReadSettings(), parsed.GetValue(pods)));
        return command;
    }

    private static async Task<int> RunAsync(SettingValues values, int pods)
    {
        var options = ServerOptionsReader.Read(values, ServerMode.Cluster);
        using var signals = new StopSignals(leaveInterruptToParent: false);
        using var loggers = LogRegistration.CreateFactory(options.Log);
        loggers.LogWarnings(values.Warnings);
        using var folder = ServerFolder.Hold(options.Data);
        var keys = options.SealKeys.Count > 0 ? options.SealKeys : ServerFolder.ReadOrMakeSealKeys(folder.FullPath);
        await using var postgres = options.Database is null
            ? await StartDevCommand.StartPostgresAsync(folder, loggers, signals.Stopping)
            : null;

        // The private PostgreSQL takes 200 connections, some of which are not the pools'.
        var database = postgres is null
            ? options.Database!.ConnectionString
            : new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { MaxPoolSize = Math.Min(32, 150 / pods) }.ConnectionString;
        return await new Supervisor(options, values, loggers, TimeProvider.System).RunAsync(pods, folder.ClusterFile, database, keys, signals.Stopping);
    }
}
