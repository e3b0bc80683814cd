using Identity.K8s.Tests.Manifests;

namespace Identity.K8s.Tests.Network;

/// <summary>Decides what network policies let through, as Kubernetes does: a pod that a policy selects for a direction gets only what
/// some policy opens.</summary>
internal sealed class PolicyRules(IEnumerable<Node> policies)
{
    private readonly IReadOnlyList<Node> _policies = [.. policies.Select(policy => policy["spec"])];

    /// <summary>Whether the pod may be reached from the peer.</summary>
    public bool MayReach(Peer from, Peer pod, int port, string protocol = "TCP") => Opens("Ingress", "from", pod, from, port, protocol);

    /// <summary>Whether the pod may go out to the peer.</summary>
    public bool MayLeave(Peer pod, Peer to, int port, string protocol = "TCP") => Opens("Egress", "to", pod, to, port, protocol);

    private bool Opens(string direction, string side, Peer pod, Peer other, int port, string protocol)
    {
        var selecting = _policies.Where(policy => policy["policyTypes"].Texts.Contains(direction) && Selects(policy["podSelector"], pod.Labels)).ToList();
        return selecting.Count == 0 || selecting.SelectMany(policy => policy[direction.ToLowerInvariant()].Items).Any(rule => Admits(rule, side, other, port, protocol));
    }

    private static bool Admits(Node rule, string side, Peer other, int port, string protocol)
    {
        var ports = rule["ports"].Items.ToList();
        return (!rule[side].Exists || rule[side].Items.Any(peer => Matches(peer, other)))
            && (ports.Count == 0 || ports.Any(open => open["port"].Number == port && open["protocol"].Text == protocol));
    }

    // A pod selector alone means pods of the policy's own namespace.
    private static bool Matches(Node peer, Peer other) => peer["ipBlock"].Exists
        ? other.Namespace is null && (peer.At("ipBlock.cidr").Text == "0.0.0.0/0" || peer.At("ipBlock.cidr").Text == other.Address)
        : (peer["namespaceSelector"].Exists
            ? other.Namespace is not null && peer.At("namespaceSelector.matchLabels")["kubernetes.io/metadata.name"].Text == other.Namespace
            : other.Namespace == Peer.Own)
        && (!peer["podSelector"].Exists || Selects(peer["podSelector"], other.Labels));

    private static bool Selects(Node selector, IReadOnlyDictionary<string, string> labels) =>
        selector["matchLabels"].Entries.All(wanted => labels.GetValueOrDefault(wanted.Key) == wanted.Value.Text);
}
