using System.Globalization;
using System.Net;
using System.Text;
using Identity.LoadTester.Measuring;
using Identity.LoadTester.Runs;

namespace Identity.LoadTester.Reports;

/// <summary>The result as one page that needs nothing else.</summary>
internal static class HtmlReport
{
    private const string Style = """
        body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1c2733; background: #fff }
        h1 { font-size: 1.5rem; margin-bottom: .2rem } h2 { font-size: 1.1rem; margin-top: 2rem }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums } th, td { padding: .25rem .5rem; border-bottom: 1px solid #dde3ea; text-align: right; vertical-align: top }
        th:first-child, td:first-child { text-align: left } .facts td:last-child { text-align: left } .facts td:first-child { white-space: nowrap; color: #53616f }
        .good { color: #17743b } .bad { color: #b3261e } svg { width: 100%; height: auto; margin: .6rem 0 }
        svg text { font: 11px system-ui, sans-serif; fill: #53616f } svg .title { font-weight: 600; font-size: 13px; fill: #1c2733 } svg .legend { text-anchor: end; font-weight: 600; fill: revert-layer }
        svg .y { text-anchor: end } svg .x { text-anchor: middle } svg .grid { stroke: #e6ebf0 } svg .mark { stroke: #b3261e; stroke-dasharray: 4 3 } svg .marked { fill: #b3261e }
        """;

    public static string Of(Report report)
    {
        var result = report.Result;
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{Text($"{result.Scenario}: {result.Model}")}</title><style>{Style}</style>");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Text(result.Scenario)}</h1><p>{Text(result.Model)}; {Text(result.Connections)}; {result.Duration.TotalSeconds:0} s after {result.WarmUp.TotalSeconds:0} s of warm-up</p>");
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"{(report.Verdict == Verdict.Good ? "good" : "bad")}\"><strong>{Text(Words.Of(report.Verdict))}</strong>: {result.Wrong} wrong answers, {result.Lost} sessions lost, {result.ErrorRate * 100:0.###} % errors</p>");
        AppendSteps(page, result);
        AppendFacts(page, "Used and written", report.Uses());
        if (report.Ceilings.Count > 0)
        {
            AppendFacts(page, "What nothing on this machine exceeds, for each second of one processor", report.Ceilings.Select(ceiling => (ceiling.Name, ceiling.Text)));
        }

        page.Append("<h2>Over time</h2>");
        AppendPlots(page, result);
        if (result.Complaints.Count > 0)
        {
            AppendFacts(page, "What was not right", result.Complaints.OrderByDescending(complaint => complaint.Value).Select(complaint => ($"{complaint.Value} ×", complaint.Key)));
        }

        AppendFacts(page, "Where", report.Surroundings.Select(fact => (fact.Key, fact.Value)));
        return page.Append("</html>").ToString();
    }

    private static void AppendSteps(StringBuilder page, RunResult result)
    {
        page.Append("<table><tr><th>step</th><th>done</th><th>errors</th><th>per s</th><th>mean</th><th>p50</th><th>p90</th><th>p99</th><th>p99.9</th><th>worst, ms</th></tr>");
        foreach (var step in result.Steps)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(step.Name)}</td><td>{step.Count(Outcome.Ok)}</td><td{(step.Errors > 0 ? " class=\"bad\"" : "")}>{step.Errors}</td><td>{step.Count(Outcome.Ok) / result.Duration.TotalSeconds:0.0}</td><td>{step.Latencies.Mean.TotalMilliseconds:0.0}</td>");
            foreach (var part in new[] { 0.5, 0.9, 0.99, 0.999 })
            {
                page.Append(CultureInfo.InvariantCulture, $"<td>{step.Latencies.Percentile(part).TotalMilliseconds:0.0}</td>");
            }

            page.Append(CultureInfo.InvariantCulture, $"<td>{step.Latencies.Max.TotalMilliseconds:0.0}</td></tr>");
        }

        page.Append("</table>");
    }

    private static void AppendFacts(StringBuilder page, string heading, IEnumerable<(string Name, string Value)> facts)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(heading)}</h2><table class=\"facts\">");
        foreach (var (name, value) in facts)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(name)}</td><td>{Text(value)}</td></tr>");
        }

        page.Append("</table>");
    }

    private static void AppendPlots(StringBuilder page, RunResult result)
    {
        var seconds = result.Duration.TotalSeconds;
        var rates = new Plot("Answered, all steps", "per second", seconds, result.Marks);
        rates.Add("done", "#1f6feb", Points(result, index => result.Steps.Sum(step => step.Interval(index)?.Latencies.Count ?? 0) / result.Interval.TotalSeconds));
        rates.Add("errors", "#b3261e", Points(result, index => result.Steps.Sum(step => step.Interval(index)?.Errors ?? 0) / result.Interval.TotalSeconds));
        page.Append(rates.ToSvg());
        foreach (var step in result.Steps.Where(step => step.Latencies.Count > 0))
        {
            var plot = new Plot($"Latency of {step.Name}", "ms", seconds, result.Marks) { IsLogarithmic = true };
            foreach (var (name, colour, part) in new[] { ("p50", "#17743b", 0.5), ("p90", "#1f6feb", 0.9), ("p99", "#8250df", 0.99), ("worst", "#b08800", 1.0) })
            {
                plot.Add(name, colour, Points(result, index => step.Interval(index) is { Latencies.Count: > 0 } interval ? interval.Latencies.Percentile(part).TotalMilliseconds : double.NaN));
            }

            page.Append(plot.ToSvg());
        }
    }

    // Each interval at its middle; the last one, which is not whole, is left out of what is counted per second.
    private static IEnumerable<(double At, double Value)> Points(RunResult result, Func<int, double> value) =>
        Enumerable.Range(0, Math.Max(1, Math.Min(result.Intervals, (int)(result.Duration / result.Interval))))
            .Select(index => ((index + 0.5) * result.Interval.TotalSeconds, value(index)));

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
