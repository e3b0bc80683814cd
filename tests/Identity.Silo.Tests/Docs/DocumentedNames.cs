using System.Text.RegularExpressions;

namespace Identity.Silo.Tests.Docs;

/// <summary>The documents name types in backticks; a renamed type must be renamed there too.</summary>
public partial class DocumentedNames
{
    // Words in that shape that are no types of ours.
    private static readonly HashSet<string> s_others = ["HttpContext", "Orleans", "Retry-After", "TimeProvider", "TryKill"];

    // Read from the sources: each build has only the types of its own grain runtime.
    private static readonly HashSet<string> s_types =
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Declaration().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["name"].Value),
    ];

    public static TheoryData<string> Documents =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Root, path)),
    ];

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Identity.sln")))
            {
                folder = folder.Parent ?? throw new DirectoryNotFoundException("No folder above the tests holds Identity.sln.");
            }

            return folder.FullName;
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Are_names_of_types_that_exist(string document)
    {
        var named = TypeName().Matches(File.ReadAllText(Path.Combine(Root, document)))
            .Select(match => match.Groups[1].Value)
            .Except(s_others)
            .Except(s_types);

        Assert.Empty(named);
    }

    // PascalCase of two words or more, alone in its backticks or followed by a member.
    [GeneratedRegex("`([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]+)+)(?:\\.[A-Za-z]+)?`")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\b(?:class|struct|record|interface|enum)\s+(?<name>[A-Z]\w*)")]
    private static partial Regex Declaration();
}
