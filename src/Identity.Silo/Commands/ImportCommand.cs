using System.CommandLine;
using Identity.Grains.Realms;
using Identity.Silo.Configuration;
using Identity.Silo.RealmFiles;

namespace Identity.Silo.Commands;

/// <summary><c>import</c>: realm files into the database.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var file = new Option<string?>("--file") { Description = "The realm file." };
        var folder = new Option<string?>("--dir") { Description = "A folder of realm files." };
        var replace = new Option<bool>("--override") { Description = "Make realms that exist what their file says. Default: they are left alone." };
        var command = new Command("import", "Import realm files as Keycloak exports them.") { file, folder, replace };
        command.AddSettings(Settings.Offline);
        command.Validators.Add(result =>
        {
            if (result.GetValue(file) is null == result.GetValue(folder) is null)
            {
                result.AddError("Name either --file or --dir.");
            }
            else if ((result.GetValue(file) ?? result.GetValue(folder)) is { } path && !Path.Exists(path))
            {
                result.AddError($"There is no {path}.");
            }
        });
        command.SetAction((parsed, _) => OfflineHost.RunAsync(parsed.ReadSettings(), async (services, cancellationToken) =>
        {
            var strategy = parsed.GetValue(replace) ? ImportStrategy.OverwriteExisting : ImportStrategy.IgnoreExisting;
            await services.GetRequiredService<RealmFileImport>().RunAsync(parsed.GetValue(file) ?? parsed.GetValue(folder)!, strategy, cancellationToken);
            return 0;
        }));
        return command;
    }
}
