using Identity.Faults.Networks;
using Identity.Faults.Runs;

namespace Identity.Faults.Nemeses;

/// <summary>A process dies.</summary>
internal sealed class Kill : Nemesis
{
    public override string Name => "kill";

    public override string What => "SIGKILL of one pod, each in turn";

    public override int Rounds => 3;

    public override Task PlayAsync(Stage stage, int round)
    {
        Victim = stage.Pods[round % stage.Pods.Count];
        Victim.Signal(NativeCalls.SigKill);
        return Task.CompletedTask;
    }
}
