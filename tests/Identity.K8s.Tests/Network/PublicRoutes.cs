using Identity.K8s.Tests.Manifests;

namespace Identity.K8s.Tests.Network;

public class PublicRoutes
{
    private static readonly string[] s_public = ["/realms", "/resources", "/.well-known"];

    [Fact]
    public void The_ingress_exposes_the_protocol_and_nothing_else() =>
        Assert.Equal(s_public, IngressPaths("identity", "id.example.com"));

    [Fact]
    public void The_ingress_has_a_host_of_its_own_for_administration() =>
        Assert.Equal(["/admin", "/resources"], IngressPaths("identity-admin", "id-admin.example.com"));

    [Theory]
    [InlineData("gateway")]
    [InlineData("istio")]
    public void The_gateway_exposes_the_protocol_and_nothing_else(string overlay) =>
        Assert.Equal(s_public, RoutePaths(overlay, "identity", "id.example.com"));

    [Theory]
    [InlineData("gateway")]
    [InlineData("istio")]
    public void The_gateway_has_a_host_of_its_own_for_administration(string overlay) =>
        Assert.Equal(["/admin", "/resources"], RoutePaths(overlay, "identity-admin", "id-admin.example.com"));

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void There_is_no_other_way_in(string overlay)
    {
        var rendered = Overlay.Of(overlay);

        Assert.All(rendered.OfKind("Ingress").Concat(rendered.OfKind("HTTPRoute")), route => Assert.Contains(Overlay.Name(route), (string[])["identity", "identity-admin"]));
        Assert.All(rendered.OfKind("Service"), service => Assert.True(service.At("spec.type").Text is null or "ClusterIP"));
    }

    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void Every_route_ends_at_a_port_of_the_service(string overlay)
    {
        var rendered = Overlay.Of(overlay);
        var ports = rendered.One("Service", "identity").At("spec.ports").Items.ToList();

        var ends = rendered.OfKind("Ingress").SelectMany(ingress => ingress.At("spec.rules").Items).SelectMany(rule => rule.At("http.paths").Items)
            .Select(path => (Service: path.At("backend.service.name").Text, Port: path.At("backend.service.port.name").Text))
            .Concat(rendered.OfKind("HTTPRoute").SelectMany(route => route.At("spec.rules").Items).SelectMany(rule => rule["backendRefs"].Items)
                .Select(end => (Service: end["name"].Text, Port: end["port"].Text)))
            .ToList();

        Assert.NotEmpty(ends);
        Assert.All(ends, end => Assert.Equal("identity", end.Service));
        Assert.All(ends, end => Assert.Contains(ports, port => port["name"].Text == end.Port || port["port"].Text == end.Port));
    }

    [Theory]
    [InlineData("production")]
    [InlineData("gateway")]
    public void Requests_are_encrypted_up_to_the_pod_and_the_pod_is_verified(string overlay)
    {
        var rendered = Overlay.Of(overlay);
        var names = rendered.One("Certificate", "identity-serving").At("spec.dnsNames").Texts.ToList();

        Assert.Equal("false", rendered.Settings["KC_HTTP_ENABLED"].Text);
        Assert.All(rendered.OfKind("Ingress"), ingress =>
        {
            var annotations = ingress.At("metadata.annotations");
            Assert.Equal("HTTPS", annotations["nginx.ingress.kubernetes.io/backend-protocol"].Text);
            Assert.Equal("on", annotations["nginx.ingress.kubernetes.io/proxy-ssl-verify"].Text);
            Assert.Contains(annotations["nginx.ingress.kubernetes.io/proxy-ssl-name"].Text, names);
        });
        Assert.All(rendered.OfKind("BackendTLSPolicy"), policy => Assert.Contains(policy.At("spec.validation.hostname").Text, names));
        Assert.Equal(overlay == "gateway" ? 1 : 0, rendered.OfKind("BackendTLSPolicy").Count());
    }

    private static IEnumerable<string?> IngressPaths(string name, string host)
    {
        var rule = Overlay.Of("production").One("Ingress", name).At("spec.rules").Items.Single();
        Assert.Equal(host, rule["host"].Text);
        Assert.All(rule.At("http.paths").Items, path => Assert.Equal("Prefix", path["pathType"].Text));
        return rule.At("http.paths").Items.Select(path => path["path"].Text);
    }

    private static IEnumerable<string?> RoutePaths(string overlay, string name, string host)
    {
        var spec = Overlay.Of(overlay).One("HTTPRoute", name)["spec"];
        Assert.Equal([host], spec["hostnames"].Texts);
        var paths = spec["rules"].Items.Single()["matches"].Items.Select(match => match["path"]).ToList();
        Assert.All(paths, path => Assert.Equal("PathPrefix", path["type"].Text));
        return paths.Select(path => path["value"].Text);
    }
}
