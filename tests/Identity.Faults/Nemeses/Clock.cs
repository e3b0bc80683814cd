using Identity.Faults.Bed;
using Identity.Faults.Networks;
using Identity.Faults.Runs;

namespace Identity.Faults.Nemeses;

/// <summary>A pod's clock is wrong: an hour fast, then an hour slow.</summary>
internal sealed class Clock : Nemesis
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    public override string Name => "clock";

    public override string What => "one pod's clock is an hour fast, then an hour slow";

    public override int Rounds => 2;

    public override string? FindObstacle(Options options) => FakeClock.Path is null ? "libfaketime is not installed (apt-get install faketime)" : null;

    public override async Task PlayAsync(Stage stage, int round)
    {
        Victim = stage.Pods[0];
        await RestartAsync(round == 0 ? s_hour : -s_hour);
        await stage.LastAsync(Trouble(stage));
        await RestartAsync(offset: null);
    }

    // A process keeps the clock that it began with.
    private async Task RestartAsync(TimeSpan? offset)
    {
        Victim!.ClockOffset = offset;
        var exited = Victim.Server.Exited;
        Victim.Signal(NativeCalls.SigTerm);
        await exited;
    }
}
