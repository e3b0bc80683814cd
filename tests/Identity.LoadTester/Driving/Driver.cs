using System.Diagnostics;
using Identity.LoadTester.Measuring;

namespace Identity.LoadTester.Driving;

/// <summary>Begins flows as a plan says.</summary>
internal static class Driver
{
    // Beyond this many the server has long stopped keeping up, and the load tester would only fill its memory.
    private const int MaxRunning = 20_000;
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs to the end of the plan and lets the flows that run come to theirs.</summary>
    public static Task RunAsync(RunPlan plan, Recorder recorder, Func<Flow, Task> flow, CancellationToken stop) =>
        plan.Rate is { } rate ? OpenAsync(plan, rate, recorder, flow, stop) : ClosedAsync(plan, recorder, flow, stop);

    /// <summary>At a constant rate from a fixed beginning: a slow answer delays no later request.</summary>
    private static async Task OpenAsync(RunPlan plan, double rate, Recorder recorder, Func<Flow, Task> flow, CancellationToken stop)
    {
        var running = 0;
        var step = Stopwatch.Frequency / rate;
        var end = recorder.Began + (long)((plan.WarmUp + plan.Duration).TotalSeconds * Stopwatch.Frequency);
        using var timer = new PeriodicTimer(s_tick);
        for (long number = 0; !stop.IsCancellationRequested;)
        {
            var due = recorder.Began + (long)(number * step);
            var now = Stopwatch.GetTimestamp();
            if (due >= end)
            {
                break;
            }

            if (due > now)
            {
                await timer.WaitForNextTickAsync(CancellationToken.None);
                continue;
            }

            number++;
            recorder.Lateness.Add(Stopwatch.GetElapsedTime(due, now));
            if (Volatile.Read(ref running) >= MaxRunning)
            {
                recorder.Add("not begun", due, Outcome.Unavailable, $"{MaxRunning} flows wait for answers");
                continue;
            }

            Interlocked.Increment(ref running);
            _ = Task.Run(
                async () =>
                {
                    try
                    {
                        await flow(new Flow(recorder, due));
                    }
                    finally
                    {
                        Interlocked.Decrement(ref running);
                    }
                },
                CancellationToken.None);
        }

        for (var waiting = Stopwatch.GetTimestamp(); Volatile.Read(ref running) > 0 && Stopwatch.GetElapsedTime(waiting) < s_patience;)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private static Task ClosedAsync(RunPlan plan, Recorder recorder, Func<Flow, Task> flow, CancellationToken stop)
    {
        var end = recorder.Began + (long)((plan.WarmUp + plan.Duration).TotalSeconds * Stopwatch.Frequency);
        return Task.WhenAll(Enumerable.Range(0, plan.Workers).Select(_ => Task.Run(
            async () =>
            {
                while (Stopwatch.GetTimestamp() < end && !stop.IsCancellationRequested)
                {
                    await flow(Flow.Now(recorder));
                }
            },
            CancellationToken.None)));
    }
}
