using Identity.Silo.Cluster;

namespace Identity.Silo.Tests.Cluster;

/// <summary>Calls of a silo that has died are repeated ever more rarely.</summary>
public class CallsAgain
{
    [Theory]
    [InlineData(0, 15, 20)]
    [InlineData(1, 30, 40)]
    [InlineData(3, 120, 160)]
    [InlineData(5, 375, 500)]
    [InlineData(100, 375, 500)]
    public void After_a_pause_that_doubles_up_to_half_a_second(int attempt, int atLeast, int atMost) =>
        Assert.InRange(RepeatedCalls.PauseAfter(attempt).TotalMilliseconds, atLeast, atMost);
}
