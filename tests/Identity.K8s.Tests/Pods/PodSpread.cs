using Identity.K8s.Tests.Manifests;

namespace Identity.K8s.Tests.Pods;

public class PodSpread
{
    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void No_two_pods_share_a_node(string overlay)
    {
        var rendered = Overlay.Of(overlay);

        var term = rendered.Pod.At("affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution").Items.Single();

        Assert.Equal("kubernetes.io/hostname", term["topologyKey"].Text);
        Assert.True(rendered.Deployment.At("spec.template.metadata.labels").HasLabels(term.At("labelSelector.matchLabels")));
    }

    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void A_roll_needs_no_more_nodes_than_pods(string overlay)
    {
        // One pod more than usual runs during a roll. Compared within a release, it may share a node with a pod of the other.
        var term = Overlay.Of(overlay).Pod.At("affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution").Items.Single();

        Assert.Equal(["pod-template-hash"], term["matchLabelKeys"].Texts);
    }

    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void Zones_share_the_pods_and_a_lost_zone_stops_none(string overlay)
    {
        var spread = Overlay.Of(overlay).Pod["topologySpreadConstraints"].Items.Single();

        Assert.Equal("topology.kubernetes.io/zone", spread["topologyKey"].Text);
        Assert.Equal(1, spread["maxSkew"].Number);
        Assert.Equal("ScheduleAnyway", spread["whenUnsatisfiable"].Text);
    }

    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void Drains_leave_two_of_three_pods(string overlay)
    {
        var rendered = Overlay.Of(overlay);

        var budget = rendered.One("PodDisruptionBudget", "identity")["spec"];

        Assert.True(rendered.One("HorizontalPodAutoscaler", "identity").At("spec.minReplicas").Number - budget["maxUnavailable"].Number >= 2);
        Assert.True(rendered.Deployment.At("spec.template.metadata.labels").HasLabels(budget.At("selector.matchLabels")));
        Assert.Equal("AlwaysAllow", budget["unhealthyPodEvictionPolicy"].Text);
    }
}
