using System.Diagnostics;
using Identity.LoadTester.Measuring;

namespace Identity.LoadTester.Tests.Measuring;

public class Recording
{
    [Fact]
    public void What_begins_in_the_warm_up_is_not_counted_unless_a_promise_is_broken()
    {
        var recorder = new Recorder(new RunPlan { WarmUp = TimeSpan.FromHours(1), Duration = TimeSpan.FromSeconds(1) });
        var now = Stopwatch.GetTimestamp();

        recorder.Add("refresh", now, Outcome.Ok);
        recorder.Add("refresh", now, Outcome.Unavailable, "503");
        recorder.Add("refresh", now, Outcome.Lost, "400 invalid_grant");
        recorder.Add("userinfo", now, Outcome.Wrong, "another user's data");

        Assert.Equal(["refresh", "userinfo"], recorder.Steps.Select(step => step.Name));
        Assert.Equal(1, recorder.Steps[0].Total);
        Assert.Equal(1, recorder.Steps[0].Count(Outcome.Lost));
        Assert.Equal(1, recorder.Steps[1].Count(Outcome.Wrong));
    }

    [Fact]
    public void A_long_run_has_no_more_than_a_thousand_intervals()
    {
        var recorder = new Recorder(new RunPlan { Duration = TimeSpan.FromHours(13.6) });

        Assert.Equal(49, recorder.Interval.TotalSeconds);
        Assert.InRange(recorder.Intervals, 900, 1001);
    }

    [Fact]
    public void Steps_after_the_first_are_timed_from_the_end_of_the_one_before()
    {
        var recorder = new Recorder(new RunPlan { WarmUp = TimeSpan.FromSeconds(-60) });
        var flow = new Flow(recorder, Stopwatch.GetTimestamp() - (10 * Stopwatch.Frequency));

        flow.Step("page", Outcome.Ok);
        flow.Step("password", Outcome.Ok);

        Assert.True(recorder.Steps.Single(step => step.Name == "page").Latencies.Max >= TimeSpan.FromSeconds(10));
        Assert.True(recorder.Steps.Single(step => step.Name == "password").Latencies.Max < TimeSpan.FromSeconds(5));
    }
}
