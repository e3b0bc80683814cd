using System.Globalization;
using System.Text;
using Identity.LoadTester.Ceilings;

namespace Identity.LoadTester.Benches;

/// <summary>The figures as Markdown, with ratios.</summary>
internal static class BenchTable
{
    /// <param name="measured">Whose figures are shown first and compared with those of each other.</param>
    /// <param name="figures">Of each by name, in the order of the columns.</param>
    /// <param name="ceilings">What the machine can do at most.</param>
    /// <param name="surroundings">What was measured where.</param>
    public static string Of(
        string measured, IReadOnlyDictionary<string, BenchFigures> figures, IReadOnlyList<Ceiling> ceilings, IEnumerable<KeyValuePair<string, string>> surroundings)
    {
        var others = figures.Where(entry => entry.Key != measured).ToList();
        var text = new StringBuilder();
        text.AppendLine($"| figure | unit | {measured} |{string.Concat(others.Select(other => $" {other.Key} | times better |"))}");
        text.AppendLine($"|---|---|---|{string.Concat(others.Select(_ => "---|---|"))}");
        foreach (var (figure, value, unit, isMoreBetter) in figures[measured].All)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {figure} | {unit} | {Number(value)} |");
            foreach (var (_, other) in others)
            {
                var known = other.Find(figure);
                var times = known is > 0 && value > 0 ? isMoreBetter ? value / known : known / value : null;
                text.Append(CultureInfo.InvariantCulture, $" {(known is { } shown ? Number(shown) : "")} | {(times is { } ratio ? Number(ratio) : "")} |");
            }

            text.AppendLine();
        }

        text.AppendLine().AppendLine("What nothing on the machine exceeds, one at a time:").AppendLine();
        text.AppendLine("| ceiling | per second |").AppendLine("|---|---|");
        foreach (var ceiling in ceilings)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {ceiling.Name} | {ceiling.Text} |");
        }

        text.AppendLine();
        foreach (var (name, value) in surroundings)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {name}: {value}");
        }

        return text.ToString();
    }

    private static string Number(double value) => value.ToString(value >= 100 ? "#,0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
