using Identity.K8s.Tests.Manifests;

namespace Identity.K8s.Tests.Settings;

public class DatabaseCluster
{
    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void An_acknowledged_commit_is_on_two_of_three_instances(string overlay)
    {
        var spec = Overlay.Of(overlay).One("Cluster", "identity-db")["spec"];

        Assert.Equal(3, spec["instances"].Number);
        Assert.Equal(("any", "1", "required"), (spec.At("postgresql.synchronous.method").Text, spec.At("postgresql.synchronous.number").Text, spec.At("postgresql.synchronous.dataDurability").Text));
        Assert.Equal("true", spec.At("postgresql.synchronous.failoverQuorum").Text);
        Assert.Equal(("true", "required", "kubernetes.io/hostname"), (spec.At("affinity.enablePodAntiAffinity").Text, spec.At("affinity.podAntiAffinityType").Text, spec.At("affinity.topologyKey").Text));
    }

    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void It_is_archived_all_the_time_and_backed_up_each_night(string overlay)
    {
        var rendered = Overlay.Of(overlay);

        var archiver = rendered.One("Cluster", "identity-db").At("spec.plugins").Items.Single(plugin => plugin["isWALArchiver"].Text == "true");
        var schedule = rendered.One("ScheduledBackup", "identity-db")["spec"];

        Assert.Equal(Overlay.Name(rendered.OfKind("ObjectStore").Single()), archiver.At("parameters.barmanObjectName").Text);
        Assert.Equal("identity-db", schedule.At("cluster.name").Text);
        Assert.Equal(archiver["name"].Text, schedule.At("pluginConfiguration.name").Text);
        Assert.Equal(6, schedule["schedule"].Text!.Split(' ').Length);
    }

    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void The_pods_verify_it(string overlay)
    {
        var rendered = Overlay.Of(overlay);
        var url = rendered.Settings["KC_DB_URL"].Text!;

        Assert.StartsWith("jdbc:postgresql://identity-db-rw:5432/identity?", url, StringComparison.Ordinal);
        Assert.Contains("sslmode=verify-full", url, StringComparison.Ordinal);

        var mount = rendered.Server["volumeMounts"].Items.Single(mount => url.Contains($"sslrootcert={mount["mountPath"].Text}/ca.crt", StringComparison.Ordinal));
        var volume = rendered.Pod["volumes"].Items.Single(volume => volume["name"].Text == mount["name"].Text);
        Assert.Equal("identity-db-ca", volume.At("secret.secretName").Text);
        Assert.Equal(["ca.crt"], volume.At("secret.items").Items.Select(item => item["key"].Text));
    }

    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void Its_pods_bear_the_labels_that_the_network_policies_know(string overlay)
    {
        var rendered = Overlay.Of(overlay);

        var open = rendered.One("NetworkPolicy", "identity-database").At("spec.egress").Items.Single()["to"].Items.Single().At("podSelector.matchLabels");

        Assert.True(rendered.One("Cluster", "identity-db").At("spec.inheritedMetadata.labels").HasLabels(open));
    }
}
