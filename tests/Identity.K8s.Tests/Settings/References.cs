using Identity.K8s.Tests.Manifests;
using Identity.K8s.Tests.Tools;

namespace Identity.K8s.Tests.Settings;

public class References
{
    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Every_secret_and_config_map_is_there_or_its_making_is_documented(string overlay)
    {
        var rendered = Overlay.Of(overlay);
        var made = rendered.OfKind("Secret").Concat(rendered.OfKind("ConfigMap")).Select(Overlay.Name)
            .Concat(rendered.OfKind("Certificate").Select(certificate => certificate.At("spec.secretName").Text!))
            .Concat(rendered.OfKind("Cluster").SelectMany(cluster => (string[])[$"{Overlay.Name(cluster)}-app", $"{Overlay.Name(cluster)}-ca"]))
            .ToHashSet();
        var operations = File.ReadAllText(Repository.PathOf("docs", "operations.md"));

        var missing = Named(rendered).Where(name => !made.Contains(name)).Distinct();

        Assert.All(missing, name => Assert.Matches($@"kubectl[^\n]* create (secret generic|configmap) {name}\b", operations));
    }

    [Fact]
    public void The_development_overlay_needs_nothing_made_by_hand()
    {
        var rendered = Overlay.Of("dev");

        var made = rendered.OfKind("Secret").Concat(rendered.OfKind("ConfigMap")).Select(Overlay.Name);

        Assert.Empty(Named(rendered).Except(made));
    }

    [Fact]
    public void The_development_overlay_needs_no_custom_resource_definition()
    {
        string[] builtIn = ["v1", "apps/v1", "networking.k8s.io/v1", "policy/v1", "autoscaling/v2"];

        Assert.Empty(Overlay.Of("dev").Objects.Select(manifest => manifest["apiVersion"].Text).Except(builtIn));
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Every_file_that_a_setting_names_is_mounted(string overlay)
    {
        var rendered = Overlay.Of(overlay);
        var folders = rendered.Server["volumeMounts"].Items.Select(mount => mount["mountPath"].Text!).ToList();

        var files = rendered.Settings.Where(setting => setting.Key.EndsWith("_FILE", StringComparison.Ordinal)).Select(setting => setting.Value.Text!).ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Contains(Path.GetDirectoryName(file), folders));
    }

    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void Keys_and_certificates_are_files_that_can_be_changed_under_the_pods(string overlay)
    {
        // A file mounted by subPath never changes, and neither does a variable.
        Assert.DoesNotContain(Overlay.Of(overlay).Server["volumeMounts"].Items, mount => mount["subPath"].Exists);
    }

    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void No_serious_overlay_holds_a_secret(string overlay) => Assert.Empty(Overlay.Of(overlay).OfKind("Secret"));

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void The_first_administrators_secret_may_be_deleted(string overlay)
    {
        var variables = Overlay.Of(overlay).Server["env"].Items.Where(variable => variable["name"].Text!.StartsWith("KC_BOOTSTRAP_", StringComparison.Ordinal)).ToList();

        Assert.Equal(2, variables.Count);
        Assert.All(variables, variable => Assert.Equal("true", variable.At("valueFrom.secretKeyRef.optional").Text));
    }

    private static IEnumerable<string> Named(Overlay rendered) =>
        rendered.Objects.SelectMany(manifest => manifest.Everything()).SelectMany(node => new[]
        {
            node.At("secretKeyRef.name").Text, node.At("configMapKeyRef.name").Text, node.At("secretRef.name").Text, node.At("configMapRef.name").Text,
            node.At("secret.secretName").Text, node.At("configMap.name").Text, node.At("accessKeyId.name").Text, node.At("secretAccessKey.name").Text,
        }.Concat(node["caCertificateRefs"].Items.Select(reference => reference["name"].Text))).OfType<string>();
}
