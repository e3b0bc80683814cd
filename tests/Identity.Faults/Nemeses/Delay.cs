using Identity.Faults.Networks;
using Identity.Faults.Runs;

namespace Identity.Faults.Nemeses;

/// <summary>A far-away pod.</summary>
internal sealed class Delay : Nemesis
{
    private static readonly TimeSpan s_delay = TimeSpan.FromMilliseconds(100);

    public override string Name => "delay";

    public override string What => "every packet to one pod takes 100 ms more";

    public override async Task PlayAsync(Stage stage, int round)
    {
        Victim = stage.Pods[0];
        using var queue = new PacketQueue(Victim.Host, s_delay);
        await using var filters = new Filters();
        await filters.AddAsync(Victim.Host, $"-i eth0 -j NFQUEUE --queue-num {PacketQueue.Number} --queue-bypass");
        await stage.LastAsync(Trouble(stage));
    }
}
