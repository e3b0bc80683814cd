using Identity.LoadTester.Driving;
using Identity.LoadTester.Measuring;

namespace Identity.LoadTester.Tests.Driving;

public class OpenModel
{
    [Fact]
    public async Task A_server_that_stands_still_is_charged_for_all_who_wait()
    {
        const int Waiting = 60;
        var plan = new RunPlan { Rate = 200, WarmUp = TimeSpan.Zero, Duration = TimeSpan.FromSeconds(0.5) };
        var recorder = new Recorder(plan);
        var goesOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = 0;

        await Driver.RunAsync(plan, recorder, async flow =>
        {
            if (Interlocked.Increment(ref begun) == Waiting)
            {
                goesOn.SetResult();
            }

            await goesOn.Task;
            flow.Step("asked", Outcome.Ok);
        }, TestContext.Current.CancellationToken);

        var asked = Assert.Single(recorder.Steps);
        Assert.Equal(100, asked.Total);

        // The first was to begin 59 intervals of five milliseconds before the server went on, the thirtieth 30.
        Assert.True(asked.Latencies.Max >= TimeSpan.FromMilliseconds(59 * 5), $"{asked.Latencies.Max}");
        Assert.True(asked.Latencies.Percentile(0.7) >= TimeSpan.FromMilliseconds(29 * 5), $"{asked.Latencies.Percentile(0.7)}");
    }

    [Fact]
    public async Task A_closed_model_runs_no_more_flows_than_it_was_told()
    {
        var plan = new RunPlan { Workers = 3, WarmUp = TimeSpan.Zero, Duration = TimeSpan.FromMilliseconds(100) };
        var (running, most) = (0, 0);

        await Driver.RunAsync(plan, new Recorder(plan), async flow =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
        }, TestContext.Current.CancellationToken);

        Assert.InRange(most, 1, 3);
    }
}
