using System.CommandLine;
using Identity.Silo.Configuration;
using Identity.Silo.Logs;
using Identity.Silo.RealmFiles;

namespace Identity.Silo.Commands;

/// <summary><c>export</c>: realms into files.</summary>
internal static class ExportCommand
{
    /// <summary>The exit code where files were written that lack something.</summary>
    public const int Incomplete = 3;

    public static Command Create()
    {
        var file = new Option<string?>("--file") { Description = "The file to write." };
        var folder = new Option<string?>("--dir") { Description = "The folder to write NAME-realm.json into." };
        var realm = new Option<string?>("--realm") { Description = "The realm. Default: all." };
        var users = new Option<string?>("--users")
        {
            Description = "same_file or realm_file, different_files (with --dir), or skip. Default: same_file, with --dir different_files.",
        };
        users.AcceptOnlyFromAmong("same_file", "realm_file", "different_files", "skip");
        var command = new Command(
            "export",
            "Export realms with keys and password hashes, readable by their user only. Ends with 3 where stored records could not be read and are not in the files.")
        {
            file, folder, realm, users,
        };
        command.AddSettings(Settings.Offline);
        command.Validators.Add(result =>
        {
            if (result.GetValue(file) is null == result.GetValue(folder) is null)
            {
                result.AddError("Name either --file or --dir.");
            }
        });
        command.SetAction((parsed, _) => OfflineHost.RunAsync(parsed.ReadSettings(), async (services, cancellationToken) =>
        {
            var kind = (parsed.GetValue(users) ?? (parsed.GetValue(file) is null ? "different_files" : "same_file")) switch
            {
                "skip" => UserExport.Skip,
                "different_files" => UserExport.DifferentFiles,
                _ => UserExport.SameFile,
            };
            var export = services.GetRequiredService<RealmFileExport>();
            var written = await export.RunAsync(parsed.GetValue(realm), parsed.GetValue(file), parsed.GetValue(folder), kind, cancellationToken);
            await Console.Out.WriteLineAsync(PrintableText.Line(
                written is null ? $"There is no realm {parsed.GetValue(realm)}." : $"Written: {string.Join(", ", written.Files)}"));
            foreach (var record in written?.LeftOut ?? [])
            {
                await Console.Error.WriteLineAsync(PrintableText.Line($"identity: NOT exported, because it cannot be read as it is stored: {record}"));
            }

            return written is null ? 1 : written.LeftOut.Count == 0 ? 0 : Incomplete;
        }));
        return command;
    }
}
