using System.Diagnostics;
using Identity.LoadTester.Measuring;
using Identity.LoadTester.Runs;
using Identity.LoadTester.Searches;

namespace Identity.LoadTester.Tests.Searches;

public class Capacities
{
    private static readonly TimeSpan s_bound = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData(137)]
    [InlineData(11)]
    [InlineData(4000)]
    public async Task The_highest_rate_that_passes_is_found_within_a_twentieth(double capacity)
    {
        var search = new CapacitySearch(s_bound, rate => Task.FromResult(Trial(rate, rate > capacity ? 0.3 : 0.01, Outcome.Ok)), TextWriter.Null);

        var best = await search.FindAsync(10, TestContext.Current.CancellationToken);

        Assert.InRange(double.Parse(best!.Model, System.Globalization.CultureInfo.InvariantCulture), capacity / 1.06, capacity);
    }

    [Fact]
    public async Task One_error_fails_a_rate_and_a_first_rate_that_fails_ends_the_search()
    {
        var search = new CapacitySearch(s_bound, rate => Task.FromResult(Trial(rate, 0.01, Outcome.Unavailable)), TextWriter.Null);

        Assert.Null(await search.FindAsync(10, TestContext.Current.CancellationToken));
    }

    private static RunResult Trial(double rate, double seconds, Outcome outcome)
    {
        var recorder = new Recorder(new RunPlan { WarmUp = TimeSpan.FromSeconds(-60), Duration = TimeSpan.FromSeconds(1) });
        recorder.Add("refresh", Stopwatch.GetTimestamp() - (long)(seconds * Stopwatch.Frequency), outcome);
        return Sample.Result(recorder) with { Model = rate.ToString(System.Globalization.CultureInfo.InvariantCulture) };
    }
}
