using Identity.K8s.Tests.Manifests;

namespace Identity.K8s.Tests.Network;

public class MeshPorts
{
    private static readonly string[] s_cluster = ["7800", "11111"];

    [Theory]
    [InlineData("traffic.sidecar.istio.io/excludeInboundPorts")]
    [InlineData("traffic.sidecar.istio.io/excludeOutboundPorts")]
    public void Leave_the_clusters_ports_alone(string annotation)
    {
        var annotations = Overlay.Of("istio").Deployment.At("spec.template.metadata.annotations");

        Assert.Superset(s_cluster.ToHashSet(), annotations[annotation].Text!.Split(',').ToHashSet());
    }

    [Fact]
    public void Demand_the_meshs_certificates_everywhere_else()
    {
        var rendered = Overlay.Of("istio");

        var authentication = rendered.One("PeerAuthentication", "identity")["spec"];

        Assert.True(rendered.Deployment.At("spec.template.metadata.labels").HasLabels(authentication.At("selector.matchLabels")));
        Assert.Equal("STRICT", authentication.At("mtls.mode").Text);
        Assert.Equal([.. s_cluster.Order(StringComparer.Ordinal), "9000"], authentication["portLevelMtls"].Entries.Where(port => port.Value["mode"].Text == "DISABLE").Select(port => port.Key).Order(StringComparer.Ordinal));
        Assert.Equal("DISABLE", rendered.One("DestinationRule", "identity-cluster").At("spec.trafficPolicy.tls.mode").Text);
    }

    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void Are_encrypted_by_the_pods_themselves(string overlay)
    {
        var settings = Overlay.Of(overlay).Settings;

        Assert.All((string[])["IDENTITY_CLUSTER_CERTIFICATE_FILE", "IDENTITY_CLUSTER_CERTIFICATE_KEY_FILE", "IDENTITY_CLUSTER_CA_FILE"], name => Assert.True(settings[name].Exists));
    }
}
