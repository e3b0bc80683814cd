using Identity.Faults.Bed;
using Identity.Faults.Runs;

namespace Identity.Faults.Tests;

public class QuickFaults(ITestOutputHelper output)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Under_load_no_fault_of_the_quick_set_breaks_a_promise()
    {
        Assert.SkipWhen(TestBed.FindObstacle() is not null, $"No faults can be played here: {TestBed.FindObstacle()}.");
        using var limit = new CancellationTokenSource(s_limit);
        await using var told = new StringWriter();
        try
        {
            var rows = await new Play(new Options { Quick = true, Binaries = ServerFolder() }, told).RunAsync(limit.Token);

            Assert.NotEmpty(rows);
            Assert.True(rows.All(row => row.IsGood), told.ToString());
        }
        finally
        {
            output.WriteLine(told.ToString());
        }
    }

    // artifacts/<runtime>/bin/<test project>/<configuration>/ beside artifacts/<runtime>/bin/Identity.Silo/<configuration>/
    private static string ServerFolder()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        return Path.Combine(own.Parent!.Parent!.FullName, "Identity.Silo", own.Name);
    }
}
