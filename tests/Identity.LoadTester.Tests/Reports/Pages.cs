using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;
using Identity.LoadTester.Ceilings;
using Identity.LoadTester.Measuring;
using Identity.LoadTester.Reports;

namespace Identity.LoadTester.Tests.Reports;

public class Pages
{
    [Fact]
    public void A_page_shows_percentiles_marks_and_complaints_and_needs_nothing_else()
    {
        var page = HtmlReport.Of(Report());

        Assert.Contains("Latency of refresh", page, StringComparison.Ordinal);
        Assert.Contains("kill &lt;pod1&gt;", page, StringComparison.Ordinal);
        Assert.Contains("refresh: 503 &amp; more", page, StringComparison.Ordinal);
        Assert.Contains("NOT GOOD", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", page, StringComparison.Ordinal);
        foreach (var svg in page.Split("<svg").Skip(1).Select(rest => "<svg" + rest[..(rest.IndexOf("</svg>", StringComparison.Ordinal) + 6)]))
        {
            Assert.DoesNotContain("NaN", XElement.Parse(svg).ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_result_for_programs_has_the_same_figures()
    {
        using var result = JsonDocument.Parse(JsonReport.Of(Report()));
        var step = result.RootElement.GetProperty("steps")[0];

        Assert.Equal("TooManyErrors", result.RootElement.GetProperty("verdict").GetString());
        Assert.Equal(1, step.GetProperty("outcomes").GetProperty("Ok").GetInt64());
        Assert.Equal(1, step.GetProperty("outcomes").GetProperty("Unavailable").GetInt64());
        Assert.InRange(step.GetProperty("p99Ms").GetDouble(), 100, 5000);
        Assert.Equal("kill <pod1>", result.RootElement.GetProperty("marks")[0].GetProperty("what").GetString());
        Assert.Equal(4000, result.RootElement.GetProperty("ceilings")[0].GetProperty("perProcessorSecond").GetDouble());
        Assert.Contains("too many errors", TextReport.Of(Report()), StringComparison.Ordinal);
    }

    private static Report Report()
    {
        var recorder = new Recorder(new RunPlan { WarmUp = TimeSpan.FromSeconds(-60), Duration = TimeSpan.FromSeconds(3) });
        recorder.Add("refresh", Stopwatch.GetTimestamp() - (Stopwatch.Frequency / 10), Outcome.Ok);
        recorder.Add("refresh", Stopwatch.GetTimestamp(), Outcome.Unavailable, "503 & more");
        recorder.Mark("kill <pod1>");
        var result = Sample.Result(recorder);
        return new Report(result, new Dictionary<string, string> { ["date"] = "today" }, [new Ceiling("RS256", 4000)], result.Judge(0.1));
    }
}
