using System.Diagnostics.Metrics;

namespace Identity.Silo.Discovery;

/// <summary>What monitoring sees of the cluster: the counts behind /cluster.</summary>
internal sealed class ClusterMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _linksBroken;
    private readonly Counter<long> _silosDeclaredDead;

    public ClusterMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("Identity.Cluster");
        _linksBroken = _meter.CreateCounter<long>("identity.cluster.links.broken", null, "Links to peers that broke.");
        _silosDeclaredDead = _meter.CreateCounter<long>("identity.cluster.silos.declared_dead", null, "Silos that this pod proved gone and declared dead.");
    }

    public void LinkBroken() => _linksBroken.Add(1);

    public void DeclaredDead() => _silosDeclaredDead.Add(1);

    /// <summary>Begins to report what the page reports.</summary>
    public void Observe(ClusterReport report)
    {
        _meter.CreateObservableGauge(
            "identity.cluster.peers",
            () => Enum.GetValues<LinkStatus>().Where(status => status != LinkStatus.Self)
                .Select(status => new Measurement<int>(report.Peers.Count(peer => peer.Status == status), new KeyValuePair<string, object?>("link", ClusterPage.Text(status)))),
            null,
            "Peers by the state of the link to them.");
        _meter.CreateObservableGauge(
            "identity.cluster.dns.failing",
            () => report.Names.Select(name => new Measurement<int>(name.Status == NameStatus.Ok ? 0 : 1, new KeyValuePair<string, object?>("name", name.Name))),
            null,
            "1 while a name of the headless service cannot be resolved.");
        _meter.CreateObservableGauge("identity.cluster.dns.addresses", () => report.Addresses, null, "Addresses that DNS lists.");
        _meter.CreateObservableGauge("identity.cluster.members", () => report.ActiveMembers, null, "Active members; 0 where the runtime has no membership.");
        _meter.CreateObservableGauge("identity.cluster.problems", () => report.Problems.Count, null, "Problems that /cluster names.");
    }
}
