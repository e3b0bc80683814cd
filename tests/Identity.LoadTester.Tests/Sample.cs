using Identity.LoadTester.Measuring;
using Identity.LoadTester.Runs;

namespace Identity.LoadTester.Tests;

/// <summary>Results of runs that nobody ran.</summary>
internal static class Sample
{
    public static RunResult Result(Recorder recorder) => new()
    {
        Scenario = "refresh",
        MainStep = "refresh",
        Model = "closed, 8 at a time",
        Connections = "keep-alive",
        WarmUp = TimeSpan.Zero,
        Duration = TimeSpan.FromSeconds(1),
        Steps = recorder.Steps,
        Interval = recorder.Interval,
        Intervals = recorder.Intervals,
        Marks = recorder.Marks,
        Complaints = recorder.Complaints,
        Lateness = recorder.Lateness,
    };
}
