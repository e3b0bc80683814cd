using System.Globalization;
using System.Text;
using Identity.LoadTester.Ceilings;

namespace Identity.LoadTester.Benches;

/// <summary>The figures as Markdown, with ratios.</summary>
internal static class BenchTable
{
    public static string Of(BenchFigures identity, BenchFigures? keycloak, IReadOnlyList<Ceiling> ceilings, IEnumerable<KeyValuePair<string, string>> surroundings)
    {
        var text = new StringBuilder();
        text.AppendLine(keycloak is null ? "| figure | unit | Identity |" : "| figure | unit | Identity | Keycloak | times better |");
        text.AppendLine(keycloak is null ? "|---|---|---|" : "|---|---|---|---|---|");
        foreach (var (name, value, unit, isMoreBetter) in identity.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {unit} | {Number(value)} |");
            if (keycloak is not null)
            {
                var other = keycloak.Find(name);
                var ratio = other is { } known && known > 0 && value > 0 ? isMoreBetter ? value / known : known / value : (double?)null;
                text.Append(CultureInfo.InvariantCulture, $" {(other is { } shown ? Number(shown) : "")} | {(ratio is { } times ? Number(times) : "")} |");
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
