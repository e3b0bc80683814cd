using System.Text.RegularExpressions;

namespace Identity.Silo.Configuration;

/// <summary>Reads <c>name=value</c> lines as in Keycloak's keycloak.conf: # starts a comment line, a backslash at the end
/// continues a line, <c>${NAME}</c> and <c>${NAME:default}</c> stand for environment variables.</summary>
internal static partial class ConfigurationFile
{
    /// <summary>The pairs, later ones winning. Lines that are none go to <paramref name="problems"/>.</summary>
    public static Dictionary<string, string> Parse(string text, Func<string, string?> environment, List<string> problems)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        var joined = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\\\n", "", StringComparison.Ordinal);
        foreach (var raw in joined.Split('\n'))
        {
            var line = raw.Trim();
            if (line.Length == 0 || line[0] is '#' or '!')
            {
                continue;
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                // The line is not shown: it may be a secret that lost its name.
                problems.Add("The configuration file has a line that is not name=value.");
                continue;
            }

            var name = line[..equals].TrimEnd();
            pairs[name] = Expand(line[(equals + 1)..].TrimStart(), name, environment, problems);
        }

        return pairs;
    }

    private static string Expand(string value, string name, Func<string, string?> environment, List<string> problems) =>
        Expression().Replace(value, match =>
        {
            var variable = match.Groups["name"].Value;
            if (environment(variable) is { } found)
            {
                return found;
            }

            if (!match.Groups["default"].Success)
            {
                problems.Add($"{name} in the configuration file uses the environment variable {variable}, which is not set.");
            }

            return match.Groups["default"].Value;
        });

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z_][A-Za-z0-9_.]*)(?::(?<default>[^}]*))?\}")]
    private static partial Regex Expression();
}
