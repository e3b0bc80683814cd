namespace Identity.Silo.Configuration;

/// <summary>What is set, by the nearest source: command line, then environment, then file, then default.</summary>
internal sealed class SettingValues
{
    private const string DefaultFile = "conf/identity.conf";

    private readonly IReadOnlyDictionary<string, string> _commandLine;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly Dictionary<string, string> _file;

    private SettingValues(IReadOnlyDictionary<string, string> commandLine, IReadOnlyDictionary<string, string> environment)
    {
        _commandLine = commandLine;
        _environment = environment;
        _file = ReadFile();
        FindUnknown();
    }

    /// <summary>What makes a start impossible; readers of values add to it.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>What an operator should know and a start survives.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Takes the options given (by name) and the environment, and reads the file that they name.</summary>
    public static SettingValues Read(IReadOnlyDictionary<string, string> commandLine, IReadOnlyDictionary<string, string> environment) =>
        new(commandLine, environment);

    /// <summary>The value; null when nobody set it and it has no default. An empty value counts as not set, as in Keycloak.</summary>
    public string? Find(Setting setting) => FindSet(setting) ?? setting.Default;

    /// <summary>The value that somebody set; null when nobody did.</summary>
    public string? FindSet(Setting setting) =>
        NotEmpty(_commandLine.GetValueOrDefault(setting.Name))
        ?? NotEmpty(_environment.GetValueOrDefault(setting.Variable))
        ?? NotEmpty(_file.GetValueOrDefault(setting.Name));

    /// <summary>A variable that is no setting; null when it is not set or empty.</summary>
    public string? FindVariable(string name) => NotEmpty(_environment.GetValueOrDefault(name));

    private static string? NotEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    private Dictionary<string, string> ReadFile()
    {
        var named = NotEmpty(_commandLine.GetValueOrDefault(Settings.ConfigFile.Name)) ?? NotEmpty(_environment.GetValueOrDefault(Settings.ConfigFile.Variable));
        if (named is null && !File.Exists(DefaultFile))
        {
            return [];
        }

        try
        {
            return ConfigurationFile.Parse(File.ReadAllText(named ?? DefaultFile), name => _environment.GetValueOrDefault(name), Problems);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Problems.Add($"config-file: {named ?? DefaultFile} cannot be read: {exception.Message}");
            return [];
        }
    }

    private void FindUnknown()
    {
        var variables = Settings.All.Select(setting => setting.Variable).ToHashSet(StringComparer.Ordinal);
        var names = Settings.All.Select(setting => setting.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var variable in _environment.Keys.Where(key => key.StartsWith("KC_", StringComparison.Ordinal) && !variables.Contains(key)).Order(StringComparer.Ordinal))
        {
            Warnings.Add($"{variable} is no setting of this server and is ignored.");
        }

        foreach (var name in _file.Keys.Where(key => !names.Contains(key)).Order(StringComparer.Ordinal))
        {
            Warnings.Add($"{name} in the configuration file is no setting of this server and is ignored.");
        }
    }
}
