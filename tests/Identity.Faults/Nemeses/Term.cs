using Identity.Faults.Networks;
using Identity.Faults.Runs;

namespace Identity.Faults.Nemeses;

/// <summary>A process is told to stop, and started again when it has.</summary>
internal sealed class Term : Nemesis
{
    public override string Name => "term";

    public override string What => "SIGTERM to one pod, each in turn; its container starts again";

    public override int Rounds => 3;

    public override async Task PlayAsync(Stage stage, int round)
    {
        Victim = stage.Pods[round % stage.Pods.Count];
        var exited = Victim.Server.Exited;
        Victim.Signal(NativeCalls.SigTerm);
        await exited;
    }
}
