using System.Globalization;
using System.Xml;

namespace Identity.Silo.Configuration;

/// <summary>Reads single values, noting what is wrong with them instead of throwing.</summary>
internal sealed class SettingReader(SettingValues values)
{
    public void Problem(Setting setting, string message) =>
        values.Problems.Add(setting.FileOrEnvironmentOnly ? $"{setting.Variable}: {message}" : $"--{setting.Name} ({setting.Variable}): {message}");

    public string? Text(Setting setting) => values.Find(setting);

    /// <summary>A variable that is no setting of ours, for example of Kubernetes's downward API.</summary>
    public string? Variable(string name) => values.FindVariable(name);

    public bool IsSet(Setting setting) => values.FindSet(setting) is not null;

    public bool Switch(Setting setting, bool fallback)
    {
        var text = values.Find(setting);
        switch (text?.ToLowerInvariant())
        {
            case null:
                return fallback;
            case "true" or "yes" or "on":
                return true;
            case "false" or "no" or "off":
                return false;
            default:
                Problem(setting, $"'{text}' is neither true nor false.");
                return fallback;
        }
    }

    public int? Number(Setting setting, int least, int most)
    {
        var text = values.Find(setting);
        if (text is null)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Problem(setting, $"'{text}' is no number from {least} to {most}.");
        return null;
    }

    public TimeSpan Duration(Setting setting, TimeSpan fallback)
    {
        var text = values.Find(setting);
        if (text is null)
        {
            return fallback;
        }

        if (TryParseDuration(text, out var duration) && duration >= TimeSpan.Zero && duration <= TimeSpan.FromHours(1))
        {
            return duration;
        }

        Problem(setting, $"'{text}' is no duration from 0 to 1h, for example 500ms, 25s, 2m or PT25S.");
        return fallback;
    }

    public T OneOf<T>(Setting setting, T fallback, params ReadOnlySpan<(string Name, T Value)> choices)
    {
        var text = values.Find(setting);
        if (text is null)
        {
            return fallback;
        }

        var names = new List<string>();
        foreach (var (name, value) in choices)
        {
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }

            names.Add(name);
        }

        Problem(setting, $"'{text}' is none of {string.Join(", ", names)}.");
        return fallback;
    }

    /// <summary>The parts between commas, without empty ones.</summary>
    public string[] List(Setting setting) =>
        values.Find(setting)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>The absolute path of a file or folder that must exist; null when not set or missing.</summary>
    public string? ExistingFile(Setting setting)
    {
        var text = values.Find(setting);
        if (text is null)
        {
            return null;
        }

        var path = Path.GetFullPath(text);
        if (!File.Exists(path))
        {
            Problem(setting, $"there is no file {path}.");
        }

        return path;
    }

    private static bool TryParseDuration(string text, out TimeSpan duration)
    {
        duration = default;
        var (digits, unit) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.OrdinalIgnoreCase) => (text[..^2], TimeSpan.FromMilliseconds(1)),
            _ when text.EndsWith('s') => (text[..^1], TimeSpan.FromSeconds(1)),
            _ when text.EndsWith('m') => (text[..^1], TimeSpan.FromMinutes(1)),
            _ when text.EndsWith('h') => (text[..^1], TimeSpan.FromHours(1)),
            _ => (text, TimeSpan.FromSeconds(1)),
        };
        if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            duration = number * unit;
            return true;
        }

        try
        {
            duration = XmlConvert.ToTimeSpan(text.ToUpperInvariant());
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
