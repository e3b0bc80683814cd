using System.CommandLine;
using Identity.Silo.Composition;
using Identity.Silo.Configuration;
using Identity.Silo.Lifetime;
using Identity.Silo.Logs;

namespace Identity.Silo.Commands;

/// <summary><c>start</c>: one pod against a given database.</summary>
internal static class StartCommand
{
    public static Command Create()
    {
        var command = new Command("start", "Serve in production: against a given database, over HTTPS or behind a proxy, with keys from outside.");
        command.AddSettings(Settings.All);
        command.SetAction((parsed, _) => RunAsync(parsed.ReadSettings()));
        return command;
    }

    private static async Task<int> RunAsync(SettingValues values)
    {
        var options = ServerOptionsReader.Read(values, ServerMode.Production);
        using var signals = new StopSignals(leaveInterruptToParent: ParentPipe.IsSupervised);
        ParentPipe.Watch(signals);
        using (var loggers = LogRegistration.CreateFactory(options.Log))
        {
            loggers.LogWarnings(values.Warnings);
        }

        await using var app = ServerBuilder.Build(options, options.Database!.ConnectionString, options.SealKeys);
        return await ServerLifetime.RunAsync(app, options, signals);
    }
}
