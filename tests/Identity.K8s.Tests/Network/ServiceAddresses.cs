using Identity.K8s.Tests.Manifests;

namespace Identity.K8s.Tests.Network;

public class ServiceAddresses
{
    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Every_selector_finds_its_pods(string overlay)
    {
        var rendered = Overlay.Of(overlay);
        var labels = rendered.PodTemplates.Select(template => template.At("metadata.labels")).ToList();

        Assert.All(rendered.OfKind("Service"), service => Assert.Single(labels, pod => pod.HasLabels(service.At("spec.selector"))));
        Assert.All(rendered.OfKind("Deployment"), deployment => Assert.True(deployment.At("spec.template.metadata.labels").HasLabels(deployment.At("spec.selector.matchLabels"))));
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Every_port_that_is_named_is_a_port_of_the_pods(string overlay)
    {
        var rendered = Overlay.Of(overlay);
        foreach (var service in rendered.OfKind("Service"))
        {
            var pod = rendered.PodTemplates.Single(template => template.At("metadata.labels").HasLabels(service.At("spec.selector")));
            var ports = pod.At("spec.containers").Items.SelectMany(container => container["ports"].Items).Select(port => port["name"].Text);
            Assert.Subset(ports.ToHashSet(), service.At("spec.ports").Items.Select(port => port["targetPort"].Text).ToHashSet());
        }
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void The_pods_listen_where_their_settings_say(string overlay)
    {
        var rendered = Overlay.Of(overlay);
        var ports = rendered.Server["ports"].Items.ToDictionary(port => port["name"].Text!, port => port["containerPort"].Text);

        Assert.Equal(ports["http"], rendered.Settings["KC_HTTP_PORT"].Text);
        Assert.Equal(ports["https"], rendered.Settings["KC_HTTPS_PORT"].Text);
        Assert.Equal(ports["management"], rendered.Settings["KC_HTTP_MANAGEMENT_PORT"].Text);
        Assert.Equal(ports["cluster"], rendered.Settings["IDENTITY_CLUSTER_PORT"].Text);
        Assert.Equal(ports["silo"], rendered.Settings["IDENTITY_CLUSTER_SILO_PORT"].Text);
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void The_headless_service_lists_pods_before_they_are_ready_and_only_for_each_other(string overlay)
    {
        var spec = Overlay.Of(overlay).One("Service", "identity-cluster")["spec"];

        Assert.Equal("None", spec["clusterIP"].Text);
        Assert.Equal("true", spec["publishNotReadyAddresses"].Text);
        Assert.Equal(["7800", "11111"], spec["ports"].Items.Select(port => port["port"].Text));
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void The_pods_ask_DNS_for_the_headless_service(string overlay)
    {
        var rendered = Overlay.Of(overlay);
        var variables = rendered.Server["env"].Items.ToDictionary(variable => variable["name"].Text!);

        Assert.Equal($"{Overlay.Name(rendered.One("Service", "identity-cluster"))}.$(POD_NAMESPACE).svc.cluster.local", variables["IDENTITY_CLUSTER_DNS"]["value"].Text);
        Assert.Equal("metadata.namespace", variables["POD_NAMESPACE"].At("valueFrom.fieldRef.fieldPath").Text);
        Assert.Equal("metadata.name", variables["POD_NAME"].At("valueFrom.fieldRef.fieldPath").Text);
        Assert.Equal("status.podIP", variables["POD_IP"].At("valueFrom.fieldRef.fieldPath").Text);
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void The_service_for_requests_shows_neither_management_nor_cluster(string overlay)
    {
        var spec = Overlay.Of(overlay).One("Service", "identity")["spec"];

        Assert.Equal("ClusterIP", spec["type"].Text);
        Assert.All(spec["ports"].Items, port => Assert.Contains(port["targetPort"].Text, (string[])["http", "https"]));
    }
}
