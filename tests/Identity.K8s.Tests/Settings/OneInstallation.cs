using Identity.K8s.Tests.Manifests;
using Identity.K8s.Tests.Tools;

namespace Identity.K8s.Tests.Settings;

public class OneInstallation
{
    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void Says_once_what_is_its_own_and_every_place_follows(string overlay)
    {
        Kubectl.SkipWhereMissing();
        using var copy = new CopyOfK8s();
        Replace(copy.PathOf("overlays", overlay, "installation.yaml"),
            ("namespace: identity", "namespace: elsewhere"), ("id.example.com", "login.corp.test"), ("id-admin.example.com", "operators.corp.test"),
            ("ingressNamespace: ingress", "ingressNamespace: edge"), ("monitoringNamespace: monitoring", "monitoringNamespace: watchers"));
        Replace(copy.PathOf("overlays", overlay, "kustomization.yaml"), ("namespace: identity\n", "namespace: elsewhere\n"));
        Replace(copy.PathOf("overlays", overlay, "namespace.yaml"), ("name: identity", "name: elsewhere"));

        var rendered = Overlay.Render(copy.PathOf("overlays", overlay));

        var texts = rendered.Objects.SelectMany(manifest => manifest.Everything()).Select(node => node.Text).OfType<string>().ToList();
        Assert.DoesNotContain(texts, text => text.Contains("id.example.com", StringComparison.Ordinal) || text.Contains("id-admin.example.com", StringComparison.Ordinal));
        Assert.DoesNotContain(texts, text => text.Contains(".identity.svc", StringComparison.Ordinal) || text.StartsWith("identity/", StringComparison.Ordinal));
        Assert.DoesNotContain(texts, text => text is "ingress" or "monitoring");
        Assert.Contains("https://login.corp.test", texts);
        Assert.Contains("identity-cluster.elsewhere.svc", texts);
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Keeps_that_to_itself(string overlay) =>
        Assert.DoesNotContain(Overlay.Of(overlay).Objects, manifest => Overlay.Name(manifest) == "installation");

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Rolls_its_pods_when_a_setting_changes(string overlay)
    {
        var rendered = Overlay.Of(overlay);

        var name = Overlay.Name(rendered.OfKind("ConfigMap").Single());

        Assert.Matches("^identity-settings-[a-z0-9]{10}$", name);
        Assert.Equal(name, rendered.Server["envFrom"].Items.Single().At("configMapRef.name").Text);
    }

    [Theory]
    [InlineData("outgoing-https")]
    [InlineData("peer-ca-change")]
    public void May_add_what_no_overlay_has(string component)
    {
        Kubectl.SkipWhereMissing();
        using var copy = new CopyOfK8s();
        Replace(copy.PathOf("overlays", "production", "kustomization.yaml"), ("  - ../../components/installation\n", $"  - ../../components/{component}\n  - ../../components/installation\n"));

        var rendered = Overlay.Render(copy.PathOf("overlays", "production"));

        Assert.True(component == "outgoing-https"
            ? rendered.OfKind("NetworkPolicy").Any(policy => Overlay.Name(policy) == "identity-outgoing-https")
            : rendered.Settings["IDENTITY_CLUSTER_CA_FILE"].Text == "/etc/identity/peer-cas/ca.crt");
    }

    private static void Replace(string file, params (string Old, string New)[] changes)
    {
        var text = File.ReadAllText(file);
        foreach (var (old, changed) in changes)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, changed, StringComparison.Ordinal);
        }

        File.WriteAllText(file, text);
    }
}
