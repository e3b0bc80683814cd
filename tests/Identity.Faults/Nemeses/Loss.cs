using Identity.Faults.Networks;
using Identity.Faults.Runs;

namespace Identity.Faults.Nemeses;

/// <summary>A bad cable.</summary>
internal sealed class Loss : Nemesis
{
    public override string Name => "loss";

    public override string What => "5 % of the packets of one pod are lost, each way";

    public override async Task PlayAsync(Stage stage, int round)
    {
        Victim = stage.Pods[0];
        await using var filters = new Filters();
        foreach (var other in stage.Bed.Network.Hosts.Where(other => other != Victim.Host))
        {
            await filters.LoseAsync(Victim.Host, other, "0.05");
        }

        await stage.LastAsync(Trouble(stage));
    }
}
