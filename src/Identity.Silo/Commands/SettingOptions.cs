using System.Collections;
using System.CommandLine;
using Identity.Silo.Configuration;

namespace Identity.Silo.Commands;

/// <summary>Turns settings into command line options and back.</summary>
internal static class SettingOptions
{
    /// <summary>Adds an option for each setting that may be on a command line.</summary>
    public static void AddSettings(this Command command, IEnumerable<Setting> settings)
    {
        foreach (var setting in settings.Where(setting => !setting.FileOrEnvironmentOnly))
        {
            var fallback = setting.Default is null ? "" : $" Default: {setting.Default}.";
            command.Options.Add(new Option<string?>($"--{setting.Name}")
            {
                Description = $"{setting.Description}{fallback} [{setting.Variable}]",
                HelpName = "value",
                Arity = setting.BareValue is null ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
            });
        }
    }

    /// <summary>What is set for the settings: by this command line, the environment, and the file.</summary>
    public static SettingValues ReadSettings(this ParseResult parsed)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in Settings.All)
        {
            var option = parsed.CommandResult.Command.Options.FirstOrDefault(option => option.Name == $"--{setting.Name}");
            if (option is not null && parsed.GetResult(option) is { Implicit: false } result)
            {
                given[setting.Name] = result.Tokens is [var token, ..] ? token.Value : setting.BareValue ?? "";
            }
        }

        return SettingValues.Read(given, ReadEnvironment());
    }

    private static Dictionary<string, string> ReadEnvironment()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            environment[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        return environment;
    }
}
