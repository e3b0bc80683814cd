using Identity.Grains.Background;

namespace Identity.Silo.Tests.Background;

/// <summary>What fails again and again is tried ever more rarely.</summary>
public class PausesAfterFailures
{
    [Theory]
    [InlineData(1, 15, 20)]
    [InlineData(2, 30, 40)]
    [InlineData(4, 120, 160)]
    [InlineData(6, 375, 500)]
    [InlineData(1000, 375, 500)]
    public void Double_up_to_the_longest_and_are_spread(int failures, int atLeast, int atMost) =>
        Assert.InRange(Backoff.After(failures, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(500)).TotalMilliseconds, atLeast, atMost);
}
