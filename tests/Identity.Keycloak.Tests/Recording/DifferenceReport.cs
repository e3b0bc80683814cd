using System.Text;

namespace Identity.Keycloak.Tests.Recording;

/// <summary>All differences in one text, the unexplained first, grouped for reading.</summary>
internal static class DifferenceReport
{
    private const int ShownPlaces = 12;
    private const int ShownLength = 220;

    /// <summary>Where the text of the last run is.</summary>
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "differences.txt");

    /// <summary>Writes the text.</summary>
    public static Task WriteAsync(IReadOnlyList<Difference> differences)
    {
        var text = new StringBuilder();
        var groups = differences
            .GroupBy(difference => Explanation.All.FirstOrDefault(explanation => explanation.Covers(difference)))
            .OrderBy(group => group.Key is null ? 0 : 1);
        foreach (var group in groups)
        {
            text.AppendLine(group.Key is null ? $"UNEXPLAINED: {group.Count()}" : $"{group.Key.See} - {group.Key.Why}: {group.Count()}");
            Append(text, group);
        }

        return System.IO.File.WriteAllTextAsync(File, text.ToString());
    }

    /// <summary>Differences under the ids of their exchanges.</summary>
    public static string Describe(IEnumerable<Difference> differences) => Append(new StringBuilder(), differences).ToString();

    private static StringBuilder Append(StringBuilder text, IEnumerable<Difference> differences)
    {
        foreach (var exchange in differences.GroupBy(difference => difference.Id))
        {
            text.AppendLine($"  {exchange.Key}");
            foreach (var line in exchange.Take(ShownPlaces).Select(difference => difference.ToString()))
            {
                text.AppendLine($"    {line[..Math.Min(line.Length, ShownLength)]}");
            }

            if (exchange.Count() > ShownPlaces)
            {
                text.AppendLine($"    and {exchange.Count() - ShownPlaces} more");
            }
        }

        return text;
    }
}
