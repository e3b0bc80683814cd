using Identity.LoadTester.Measuring;
using Identity.LoadTester.Resources;
using Identity.LoadTester.Scenarios;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Runs;

/// <summary>Plays one scenario and gathers what is known of it.</summary>
internal sealed class LoadRun(Site site, Scenario scenario, Meters meters, TextWriter output)
{
    private static readonly TimeSpan s_progress = TimeSpan.FromSeconds(5);

    /// <summary>From the preparation to the result.</summary>
    /// <param name="wanted">The plan, which the scenario may adjust.</param>
    /// <param name="beside">What happens while it runs, such as faults; null: nothing.</param>
    /// <param name="stop">Ends the run early; what was measured until then is the result.</param>
    public async Task<RunResult> RunAsync(RunPlan wanted, Func<Recorder, CancellationToken, Task>? beside, CancellationToken stop)
    {
        var plan = scenario.Adjust(wanted);
        await scenario.PrepareAsync(output, stop);
        try
        {
            return await MeasureAsync(plan, beside, stop);
        }
        finally
        {
            await scenario.FinishAsync();
        }
    }

    private async Task<RunResult> MeasureAsync(RunPlan plan, Func<Recorder, CancellationToken, Task>? beside, CancellationToken stop)
    {
        var recorder = new Recorder(plan);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var driving = scenario.DriveAsync(plan, recorder, stop);
        var playing = beside?.Invoke(recorder, over.Token) ?? Task.CompletedTask;
        await Task.WhenAny(driving, Task.Delay(plan.WarmUp, CancellationToken.None));
        var before = meters.Pods?.Read();
        var written = meters.Database is null ? null : await meters.Database.ReadAsync(settled: false, CancellationToken.None);
        await ReportWhileAsync(driving, recorder, plan);
        await driving;
        var duration = recorder.Elapsed;
        var after = meters.Pods?.Read();
        await over.CancelAsync();
        await playing;
        return new RunResult
        {
            Scenario = scenario.Name,
            MainStep = scenario.MainStep,
            Model = scenario.Describe(plan),
            Connections = site.Options.NewConnections ? "a new connection for each request" : "keep-alive",
            WarmUp = plan.WarmUp,
            Duration = duration,
            Steps = recorder.Steps,
            Interval = recorder.Interval,
            Intervals = recorder.Intervals,
            Marks = recorder.Marks,
            Complaints = recorder.Complaints,
            Lateness = recorder.Lateness,
            Pods = meters.Pods?.Count ?? 0,
            PodUse = after is null ? null : new PodUse(after.Processor - before!.Processor, after.Memory),
            DatabaseUse = written is null ? null : (await meters.Database!.ReadAsync(settled: true, CancellationToken.None)).Since(written),
        };
    }

    private async Task ReportWhileAsync(Task driving, Recorder recorder, RunPlan plan)
    {
        using var timer = new PeriodicTimer(s_progress);
        long before = 0;
        while (!driving.IsCompleted)
        {
            var tick = timer.WaitForNextTickAsync().AsTask();
            if (await Task.WhenAny(driving, tick) == driving)
            {
                return;
            }

            var main = recorder.Steps.FirstOrDefault(step => step.Name == scenario.MainStep);
            var total = main?.Total ?? 0;
            var errors = recorder.Steps.Sum(step => step.Errors);
            await output.WriteLineAsync(FormattableString.Invariant(
                $"{recorder.Elapsed.TotalSeconds,6:0} of {plan.Duration.TotalSeconds:0} s  {(total - before) / s_progress.TotalSeconds,8:0} {scenario.MainStep}/s  p50 {main?.Latencies.Percentile(0.5).TotalMilliseconds ?? 0,7:0.0} ms  p99 {main?.Latencies.Percentile(0.99).TotalMilliseconds ?? 0,7:0.0} ms  {errors} errors  {scenario.Status}"));
            before = total;
        }
    }
}
