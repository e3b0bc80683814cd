namespace Identity.Faults.Networks;

/// <summary>What happens to arriving packets until it is undone: rules of iptables, each on the receiving machine.</summary>
internal sealed class Filters : IAsyncDisposable
{
    private readonly List<(Host Host, string Rule)> _rules = [];

    /// <summary>Both stop hearing each other: packets vanish.</summary>
    public Task CutAsync(Host one, Host other) => BothAsync(one, other, "-j DROP");

    /// <summary>Both are told at once that nobody is there: connections are reset.</summary>
    public Task RejectAsync(Host one, Host other) => BothAsync(one, other, "-p tcp ! --tcp-flags RST RST -j REJECT --reject-with tcp-reset");

    /// <summary>A part of the packets vanishes, each way.</summary>
    public Task LoseAsync(Host one, Host other, string probability) => BothAsync(one, other, $"-m statistic --mode random --probability {probability} -j DROP");

    /// <summary>Adds a rule to a machine.</summary>
    public async Task AddAsync(Host host, string rule)
    {
        _rules.Add((host, rule));
        await host.RunAsync(["iptables", "-w", "-A", "INPUT", .. rule.Split(' ')]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (host, rule) in _rules.Where(rule => File.Exists($"/run/netns/{rule.Host.Name}")))
        {
            await host.RunAsync(["iptables", "-w", "-D", "INPUT", .. rule.Split(' ')]);
        }

        _rules.Clear();
    }

    private async Task BothAsync(Host one, Host other, string rule)
    {
        await AddAsync(one, $"-s {other.Address} {rule}");
        await AddAsync(other, $"-s {one.Address} {rule}");
    }
}
