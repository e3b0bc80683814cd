using Identity.Faults.Networks;
using Identity.Faults.Runs;

namespace Identity.Faults.Nemeses;

/// <summary>A pod and the other pods lose each other; clients, database and DNS reach all.</summary>
internal sealed class CutPod(bool rejects) : Nemesis
{
    public override string Name => rejects ? "reject-pod" : "cut-pod";

    public override string What => rejects ? "connections between one pod and the other pods are reset" : "no packets between one pod and the other pods";

    public override async Task PlayAsync(Stage stage, int round)
    {
        Victim = stage.Pods[0];
        await using var filters = new Filters();
        foreach (var other in stage.Pods.Where(other => other != Victim))
        {
            await (rejects ? filters.RejectAsync(Victim.Host, other.Host) : filters.CutAsync(Victim.Host, other.Host));
        }

        await stage.LastAsync(Trouble(stage));
    }
}
