using Identity.Fuzz.Bed;
using Identity.Fuzz.Runs;

namespace Identity.Fuzz.Tests;

public class EveryRoute(ITestOutputHelper output)
{
    private const int Inputs = 2000;
    private const int Seed = 20_260_729;

    [Fact]
    public async Task Answers_broken_inputs_without_a_fault_a_hang_or_growing_memory()
    {
        await using var bed = await FuzzBed.StartAsync(Seed);
        var run = new FuzzRun(bed, Seed);

        await run.SendAsync(Inputs, output.WriteLine);

        Assert.True(run.Findings.Count == 0, string.Join('\n', run.Findings));
        Assert.False(bed.Process.HasExited);
        Assert.InRange(run.Memory.Late, 1, run.Memory.Early + FuzzRun.MemoryBound);
        // Inputs that are all refused at the door would show nothing.
        Assert.True(run.Statuses.Where(status => status.Key is >= 200 and < 300).Sum(status => status.Value) > Inputs / 10, string.Join(", ", run.Statuses));
        Assert.True(run.Logins > Inputs / 100, $"{run.Logins} logins came to their end.");
    }
}
