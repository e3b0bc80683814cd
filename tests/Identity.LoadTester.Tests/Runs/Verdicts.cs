using System.Diagnostics;
using Identity.LoadTester.Measuring;

namespace Identity.LoadTester.Tests.Runs;

public class Verdicts
{
    [Theory]
    [InlineData("Ok", 0, 0)]
    [InlineData("Ok Unavailable", 0, 12)]
    [InlineData("Ok Refused", 0.4, 12)]
    [InlineData("Ok Unavailable", 0.5, 0)]
    [InlineData("Ok Unavailable Lost", 1, 11)]
    [InlineData("Ok Lost Wrong", 1, 10)]
    [InlineData("", 0.5, 12)]
    public void The_exit_status_tells_the_worst(string outcomes, double allowed, int status)
    {
        var recorder = new Recorder(new RunPlan { WarmUp = TimeSpan.FromSeconds(-60) });
        foreach (var outcome in outcomes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            recorder.Add("refresh", Stopwatch.GetTimestamp(), Enum.Parse<Outcome>(outcome), "why");
        }

        Assert.Equal(status, (int)Sample.Result(recorder).Judge(allowed));
    }
}
