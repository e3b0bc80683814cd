using Identity.K8s.Tests.Manifests;
using Identity.K8s.Tests.Network;
using Identity.K8s.Tests.Tools;

namespace Identity.K8s.Tests.Terraform;

public class TerraformModule
{
    private static readonly string[] s_variables =
    [
        "-var=apply=false", "-var=kube_context=none", "-var=namespace=login", "-var=image=registry.test:5000/identity-server:2.0.0",
        "-var=hostnames={public=\"login.corp.test\",admin=\"operators.corp.test\"}",
    ];

    [Fact]
    public void Is_formatted_valid_and_passes_its_own_tests()
    {
        using var copy = Initialized();

        CommandLine.Run("terraform", copy.PathOf("terraform"), "fmt", "-check", "-recursive", "-diff");
        CommandLine.Run("terraform", copy.PathOf("terraform"), "validate");
        Assert.Contains("0 failed", CommandLine.Run("terraform", copy.PathOf("terraform"), "test", "-no-color"), StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_what_the_production_overlay_says()
    {
        var rendered = Apply();
        var production = Overlay.Of("production");

        Assert.Equal(Names(production), Names(rendered));
        Assert.Equal("registry.test:5000/identity-server:2.0.0", rendered.Server["image"].Text);
        Assert.Equal("https://login.corp.test", rendered.Settings["KC_HOSTNAME"].Text);
        Assert.Equal("https://operators.corp.test", rendered.Settings["KC_HOSTNAME_ADMIN"].Text);
        Assert.All(rendered.Objects.Where(manifest => manifest["kind"].Text != "Namespace"), manifest => Assert.Equal("login", manifest.At("metadata.namespace").Text));
        Assert.Equal(production.Settings.Keys.Order(StringComparer.Ordinal), rendered.Settings.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Opens_an_external_database_by_its_address_only()
    {
        var rendered = Apply("-var=database={kind=\"external\",url=\"jdbc:postgresql://db.corp.test:5432/identity\",addresses=[\"203.0.113.1/32\"]}", "-var=replicas={min=4,max=8}");
        var rules = new PolicyRules(rendered.OfKind("NetworkPolicy"));
        var pod = new Peer("pod", Peer.Own)
        {
            Labels = new Dictionary<string, string> { ["app.kubernetes.io/name"] = "identity", ["app.kubernetes.io/component"] = "server", ["app.kubernetes.io/part-of"] = "identity" },
        };

        Assert.True(rules.MayLeave(pod, new Peer("database", null, "203.0.113.1/32"), 5432));
        Assert.False(rules.MayLeave(pod, new Peer("another", null, "203.0.113.2/32"), 5432));
        Assert.Empty(rendered.OfKind("Cluster"));
        Assert.Equal("jdbc:postgresql://db.corp.test:5432/identity", rendered.Settings["KC_DB_URL"].Text);
        Assert.Equal((4, 8), (rendered.One("HorizontalPodAutoscaler", "identity").At("spec.minReplicas").Number, rendered.One("HorizontalPodAutoscaler", "identity").At("spec.maxReplicas").Number));
    }

    private static Overlay Apply(params string[] variables)
    {
        Kubectl.SkipWhereMissing();
        using var copy = Initialized();
        CommandLine.Run("terraform", copy.PathOf("terraform"), ["apply", "-auto-approve", "-input=false", "-no-color", .. s_variables, .. variables]);
        return Overlay.Render(copy.PathOf("terraform", "rendered", "login"));
    }

    private static CopyOfK8s Initialized()
    {
        var copy = new CopyOfK8s();
        if (CommandLine.Run("terraform", copy.PathOf("terraform"), "init", "-input=false", "-no-color") is null)
        {
            copy.Dispose();
            Assert.Skip("terraform is not installed");
        }

        return copy;
    }

    private static IEnumerable<string> Names(Overlay overlay) => overlay.Objects
        .Select(manifest => $"{manifest["kind"]} {Overlay.Name(manifest)}")
        .Where(name => !name.StartsWith("ConfigMap ", StringComparison.Ordinal) && !name.StartsWith("Namespace ", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);
}
