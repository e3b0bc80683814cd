using System.Globalization;
using Identity.K8s.Tests.Manifests;

namespace Identity.K8s.Tests.Pods;

public class RollingUpdates
{
    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Start_a_pod_before_they_stop_one(string overlay)
    {
        var update = Overlay.Of(overlay).Deployment.At("spec.strategy");

        Assert.Equal("RollingUpdate", update["type"].Text);
        Assert.Equal(1, update.At("rollingUpdate.maxSurge").Number);
        Assert.Equal(0, update.At("rollingUpdate.maxUnavailable").Number);
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Wait_for_a_pod_to_prove_itself_and_keep_what_undo_needs(string overlay)
    {
        var spec = Overlay.Of(overlay).Deployment["spec"];

        Assert.InRange(spec["minReadySeconds"].Number, 5, 60);
        Assert.InRange(spec["revisionHistoryLimit"].Number, 2, 10);
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Give_a_drain_the_time_it_may_take(string overlay)
    {
        var rendered = Overlay.Of(overlay);

        var drain = Seconds(rendered.Settings["KC_SHUTDOWN_DELAY"]) + Seconds(rendered.Settings["KC_SHUTDOWN_TIMEOUT"]);

        // Room for leaving the cluster, and for a slow node.
        Assert.InRange(rendered.Pod["terminationGracePeriodSeconds"].Number, drain + 15, 4 * drain);
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Keep_requests_away_before_a_pod_stops_listening(string overlay)
    {
        var rendered = Overlay.Of(overlay);

        // The kubelet tells of the stop at once; proxies on all nodes follow after one to three seconds.
        Assert.InRange(Seconds(rendered.Settings["KC_SHUTDOWN_DELAY"]), 4, 15);
    }

    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void The_autoscaler_alone_owns_the_number_of_pods(string overlay)
    {
        var rendered = Overlay.Of(overlay);

        var autoscaler = rendered.One("HorizontalPodAutoscaler", "identity")["spec"];

        Assert.False(rendered.Deployment.At("spec.replicas").Exists);
        Assert.Equal(("Deployment", "identity"), (autoscaler.At("scaleTargetRef.kind").Text, autoscaler.At("scaleTargetRef.name").Text));
        Assert.InRange(autoscaler["minReplicas"].Number, 3, autoscaler["maxReplicas"].Number);
        Assert.True(autoscaler.At("behavior.scaleDown.stabilizationWindowSeconds").Number >= 300);
        Assert.Equal("1", autoscaler.At("behavior.scaleDown.policies").Items.Single()["value"].Text);
    }

    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void The_database_has_a_connection_for_every_pod_at_once(string overlay)
    {
        var rendered = Overlay.Of(overlay);

        var pods = rendered.One("HorizontalPodAutoscaler", "identity").At("spec.maxReplicas").Number + rendered.Deployment.At("spec.strategy.rollingUpdate.maxSurge").Number;
        var connections = rendered.One("Cluster", "identity-db").At("spec.postgresql.parameters.max_connections").Number;

        Assert.InRange(pods * rendered.Settings["KC_DB_POOL_MAX_SIZE"].Number, 1, connections - 20);
    }

    private static int Seconds(Node setting) => int.Parse(setting.Text!.TrimEnd('s'), CultureInfo.InvariantCulture);
}
