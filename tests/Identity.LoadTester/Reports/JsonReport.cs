using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.LoadTester.Measuring;

namespace Identity.LoadTester.Reports;

/// <summary>The result for programs. Times are in milliseconds where a name ends in Ms, else in seconds.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    public static string Of(Report report)
    {
        var result = report.Result;
        return new JsonObject
        {
            ["scenario"] = result.Scenario,
            ["model"] = result.Model,
            ["connections"] = result.Connections,
            ["warmUp"] = result.WarmUp.TotalSeconds,
            ["duration"] = result.Duration.TotalSeconds,
            ["verdict"] = report.Verdict.ToString(),
            ["wrong"] = result.Wrong,
            ["lost"] = result.Lost,
            ["errorRate"] = result.ErrorRate,
            ["mainStep"] = result.MainStep,
            ["perSecond"] = result.Rate,
            ["perProcessorSecond"] = result.PerProcessorSecond,
            ["pods"] = result.PodUse is { } pods
                ? new JsonObject { ["count"] = result.Pods, ["processor"] = pods.Processor.TotalSeconds, ["memoryBytes"] = pods.Memory }
                : null,
            ["database"] = result.DatabaseUse is { } database
                ? new JsonObject { ["writingTransactions"] = database.Transactions, ["rowsWritten"] = database.Rows, ["logBytes"] = database.LogBytes }
                : null,
            ["latenessP99Ms"] = result.Lateness.Percentile(0.99).TotalMilliseconds,
            ["steps"] = new JsonArray([.. result.Steps.Select(step => Step(step, result.Intervals))]),
            ["interval"] = result.Interval.TotalSeconds,
            ["marks"] = new JsonArray([.. result.Marks.Select(mark => new JsonObject { ["at"] = mark.At.TotalSeconds, ["what"] = mark.What })]),
            ["complaints"] = new JsonObject(result.Complaints.Select(complaint => KeyValuePair.Create<string, JsonNode?>(complaint.Key, complaint.Value))),
            ["surroundings"] = new JsonObject(report.Surroundings.Select(fact => KeyValuePair.Create<string, JsonNode?>(fact.Key, fact.Value))),
            ["ceilings"] = new JsonArray([.. report.Ceilings.Select(ceiling => new JsonObject { ["name"] = ceiling.Name, ["perProcessorSecond"] = ceiling.PerSecond })]),
        }.ToJsonString(s_indented);
    }

    private static JsonObject Step(StepRecord step, int intervals) => new(Latencies(step.Latencies))
    {
        ["name"] = step.Name,
        ["outcomes"] = new JsonObject(Enum.GetValues<Outcome>().Select(outcome => KeyValuePair.Create<string, JsonNode?>(outcome.ToString(), step.Count(outcome)))),
        ["timeline"] = new JsonArray([.. Enumerable.Range(0, intervals).Select(index => step.Interval(index) is { } interval
            ? new JsonObject(Latencies(interval.Latencies)) { ["errors"] = interval.Errors }
            : null)]),
    };

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Latencies(LatencyHistogram latencies)
    {
        yield return new("count", latencies.Count);
        yield return new("meanMs", Math.Round(latencies.Mean.TotalMilliseconds, 3));
        foreach (var (name, part) in new[] { ("p50Ms", 0.5), ("p90Ms", 0.9), ("p99Ms", 0.99), ("p999Ms", 0.999) })
        {
            yield return new(name, Math.Round(latencies.Percentile(part).TotalMilliseconds, 3));
        }

        yield return new("maxMs", Math.Round(latencies.Max.TotalMilliseconds, 3));
    }
}
