using System.Globalization;
using System.Text;
using Identity.LoadTester.Measuring;

namespace Identity.LoadTester.Reports;

/// <summary>The result as a table for the terminal.</summary>
internal static class TextReport
{
    public static string Of(Report report)
    {
        var result = report.Result;
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{result.Scenario}: {result.Model}, {result.Connections}, {result.Duration.TotalSeconds:0} s after {result.WarmUp.TotalSeconds:0} s of warm-up");
        text.AppendLine(CultureInfo.InvariantCulture, $"{"step",-28}{"done",9}{"errors",8}{"per s",9}{"mean",9}{"p50",9}{"p90",9}{"p99",9}{"p99.9",9}{"worst",9}   ms");
        foreach (var step in result.Steps)
        {
            string Ms(TimeSpan time) => time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
            var latencies = step.Latencies;
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{step.Name,-28}{step.Count(Outcome.Ok),9}{step.Errors,8}{step.Count(Outcome.Ok) / result.Duration.TotalSeconds,9:0.0}{Ms(latencies.Mean),9}{Ms(latencies.Percentile(0.5)),9}{Ms(latencies.Percentile(0.9)),9}{Ms(latencies.Percentile(0.99)),9}{Ms(latencies.Percentile(0.999)),9}{Ms(latencies.Max),9}");
        }

        foreach (var (name, value) in report.Uses().Concat(report.Ceilings.Select(ceiling => ($"ceiling: {ceiling.Name}", ceiling.Text))))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{name,-64}{value}");
        }

        foreach (var (what, count) in result.Complaints.OrderByDescending(complaint => complaint.Value).Take(12))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{count,7} x {what}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"wrong answers {result.Wrong}, sessions lost {result.Lost}, errors {result.ErrorRate:0.###%}: {Words.Of(report.Verdict)}");
        return text.ToString();
    }
}
