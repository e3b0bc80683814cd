using System.Text.RegularExpressions;
using Identity.K8s.Tests.Tools;

namespace Identity.K8s.Tests.Settings;

/// <summary>Whoever changes a number must be able to read why it is what it is.</summary>
public partial class CommentedNumbers
{
    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(Repository.K8s, "*.yaml", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/rendered/", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Say_why(string file)
    {
        var lines = File.ReadAllLines(Repository.PathOf(file));

        var silent = lines.Where((line, index) => Number().IsMatch(line) && !line.Contains('#', StringComparison.Ordinal) && !IsBelowComment(lines, index));

        Assert.Empty(silent);
    }

    // Right above, or above the element of the list that it is in.
    private static bool IsBelowComment(string[] lines, int index)
    {
        var above = lines[index - 1].TrimStart();
        return above.StartsWith('#') || (lines[index - 1].TrimStart().StartsWith("- name:", StringComparison.Ordinal) && index > 1 && lines[index - 2].TrimStart().StartsWith('#'));
    }

    // A number, a quantity or a duration as a value; octal modes too. Ports in names and versions of interfaces are none.
    [GeneratedRegex(@"^\s*(- )?([\w.-]+: |-?\s*[A-Z_]+=)""?\d+(\.\d+)?(m|s|h|d|k|Ki|Mi|Gi|MB|GB|ms|%)?""?\s*($|#)")]
    private static partial Regex Number();
}
