using Identity.K8s.Tests.Manifests;

namespace Identity.K8s.Tests.Network;

/// <summary>Everybody tries every port of everybody; what gets through is exactly the list.</summary>
public class NetworkPaths
{
    private static readonly int[] s_ports = [22, 53, 80, 443, 5432, 6443, 7800, 8000, 8080, 8443, 9000, 9187, 11111, 15012];

    private static readonly Peer s_pod = new("pod", Peer.Own)
    {
        Labels = new Dictionary<string, string> { ["app.kubernetes.io/name"] = "identity", ["app.kubernetes.io/component"] = "server", ["app.kubernetes.io/part-of"] = "identity" },
    };

    private static readonly Peer s_database = new("database", Peer.Own)
    {
        Labels = new Dictionary<string, string>
        {
            ["app.kubernetes.io/name"] = "identity-db",
            ["app.kubernetes.io/component"] = "database",
            ["app.kubernetes.io/part-of"] = "identity",
            ["cnpg.io/cluster"] = "identity-db",
        },
    };

    private static readonly Peer s_stranger = new("stranger", Peer.Own);

    private static readonly Peer[] s_peers =
    [
        s_pod, s_database, s_stranger,
        new("proxy", "ingress"), new("prometheus", "monitoring"), new("dns", "kube-system"), new("application", "default"), new("mesh", "istio-system"), new("internet", null, "203.0.113.1/32"),
    ];

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Lead_to_the_pods_only_from_where_they_must(string overlay)
    {
        var rules = Rules(overlay);
        var http = Overlay.Of(overlay).Settings["KC_HTTP_ENABLED"].Text == "true" ? 8080 : 8443;

        var open = Connections(peer => (port, protocol) => rules.MayReach(peer, s_pod, port, protocol));

        Assert.Equal(["TCP 11111 pod", "TCP 7800 pod", $"TCP {http} proxy", "TCP 9000 prometheus"], open);
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Lead_from_the_pods_only_where_they_must(string overlay)
    {
        var rules = Rules(overlay);
        string[] mesh = overlay == "istio" ? ["TCP 15012 mesh"] : [];

        var open = Connections(peer => (port, protocol) => rules.MayLeave(s_pod, peer, port, protocol));

        Assert.Equal(new[] { "TCP 11111 pod", "TCP 53 dns", "TCP 5432 database", "TCP 7800 pod", "UDP 53 dns" }.Concat(mesh).Order(StringComparer.Ordinal), open);
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Lead_nowhere_for_any_other_pod_of_the_namespace(string overlay)
    {
        var rules = Rules(overlay);

        Assert.Empty(Connections(peer => (port, protocol) => rules.MayReach(peer, s_stranger, port, protocol)));
        Assert.Empty(Connections(peer => (port, protocol) => rules.MayLeave(s_stranger, peer, port, protocol)));
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Lead_to_the_database_only_from_the_pods_and_its_own_kind(string overlay)
    {
        var rules = Rules(overlay);

        var open = Connections(peer => (port, protocol) => rules.MayReach(peer, s_database, port, protocol));

        string[] expected = overlay == "dev"
            ? ["TCP 5432 pod"]
            : ["TCP 5432 database", "TCP 5432 pod", "TCP 8000 database", "TCP 9187 prometheus"];
        Assert.Equal(expected, open);
    }

    private static PolicyRules Rules(string overlay) => new(Overlay.Of(overlay).OfKind("NetworkPolicy"));

    private static IEnumerable<string> Connections(Func<Peer, Func<int, string, bool>> passes) =>
        (from peer in s_peers
         from protocol in (string[])["TCP", "UDP"]
         from port in s_ports
         where passes(peer)(port, protocol)
         select $"{protocol} {port} {peer}").Order(StringComparer.Ordinal);
}
