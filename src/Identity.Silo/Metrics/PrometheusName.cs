using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Identity.Silo.Logs;

namespace Identity.Silo.Metrics;

/// <summary>Names and labels in Prometheus's alphabet.</summary>
internal static class PrometheusName
{
    private const int MaxLabelLength = 120;

    public static string Of(Instrument instrument, InstrumentKind kind)
    {
        var name = Clean(instrument.Name);
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", "ms" => "_milliseconds", _ => "" };
        name = name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit;
        return kind.Prometheus == "counter" && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            var label = PrintableText.Line(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
            label = label.Length > MaxLabelLength ? label[..MaxLabelLength] : label;
            text.Append(text.Length == 0 ? "" : ",").Append(Clean(name)).Append("=\"")
                .Append(label.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal))
                .Append('"');
        }

        return text.ToString();
    }

    private static string Clean(string name) =>
        string.Create(name.Length, name, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsAsciiLetterOrDigit(source[i]) ? source[i] : '_';
            }
        });
}
