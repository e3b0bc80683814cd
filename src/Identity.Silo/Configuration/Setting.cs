namespace Identity.Silo.Configuration;

/// <summary>One thing that an operator can set: <c>--name</c>, an environment variable, or <c>name=value</c> in the configuration file.</summary>
/// <param name="Name">The name without dashes in front, as Keycloak calls it where it has it too.</param>
/// <param name="Description">What it does; the help text.</param>
/// <param name="Default">The value when nobody sets it; null: none.</param>
internal sealed record Setting(string Name, string Description, string? Default = null)
{
    /// <summary>The value that <c>--name</c> alone stands for; null: a value is required.</summary>
    public string? BareValue { get; init; }

    /// <summary>A secret has no command line option: other users could read it in the process list.</summary>
    public bool FileOrEnvironmentOnly { get; init; }

    /// <summary>The environment variable. Default: <c>KC_</c> and the name in capitals, as Keycloak has it.</summary>
    public string Variable { get; init; } = "KC_" + Name.ToUpperInvariant().Replace('-', '_');
}
