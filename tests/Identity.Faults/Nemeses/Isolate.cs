using Identity.Faults.Networks;
using Identity.Faults.Runs;

namespace Identity.Faults.Nemeses;

/// <summary>A pod is cut off from everything.</summary>
internal sealed class Isolate : Nemesis
{
    public override string Name => "isolate";

    public override string What => "no packets between one pod and anything else";

    public override async Task PlayAsync(Stage stage, int round)
    {
        Victim = stage.Pods[0];
        await using var filters = new Filters();
        foreach (var other in stage.Bed.Network.Hosts.Where(other => other != Victim.Host))
        {
            await filters.CutAsync(Victim.Host, other);
        }

        await stage.LastAsync(Trouble(stage));
    }
}
