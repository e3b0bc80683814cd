using Identity.Faults.Networks;
using Identity.Faults.Runs;

namespace Identity.Faults.Nemeses;

/// <summary>Every process dies at once: a power cut.</summary>
internal sealed class KillAll : Nemesis
{
    public override string Name => "kill-all";

    public override string What => "SIGKILL of all pods at once";

    public override Task PlayAsync(Stage stage, int round)
    {
        foreach (var pod in stage.Pods)
        {
            pod.Signal(NativeCalls.SigKill);
        }

        return Task.CompletedTask;
    }
}
