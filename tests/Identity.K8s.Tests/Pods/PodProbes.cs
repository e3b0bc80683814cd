using Identity.K8s.Tests.Manifests;
using Identity.K8s.Tests.Tools;

namespace Identity.K8s.Tests.Pods;

public class PodProbes
{
    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Ask_the_management_port_for_paths_that_it_answers(string overlay)
    {
        var server = Overlay.Of(overlay).Server;
        var answered = File.ReadAllText(Repository.PathOf("src", "Identity.Silo", "Health", "HealthEndpoints.cs"));

        foreach (var probe in Probes.Select(name => server[name]))
        {
            Assert.Equal("management", probe.At("httpGet.port").Text);
            Assert.Contains($"\"{probe.At("httpGet.path").Text}\"", answered, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Speak_the_scheme_that_the_port_speaks(string overlay)
    {
        var rendered = Overlay.Of(overlay);

        Assert.Equal("http", rendered.Settings["KC_HTTP_MANAGEMENT_SCHEME"].Text);
        Assert.All(Probes, name => Assert.False(rendered.Server[name].At("httpGet.scheme").Exists));
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Only_readiness_depends_on_the_database(string overlay)
    {
        var server = Overlay.Of(overlay).Server;

        // /health/started waits for the database at the start, and a startup probe that fails kills.
        Assert.Equal("/health/live", server.At("livenessProbe.httpGet.path").Text);
        Assert.Equal("/health/live", server.At("startupProbe.httpGet.path").Text);
        Assert.Equal("/health/ready", server.At("readinessProbe.httpGet.path").Text);
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void A_frozen_pod_leaves_the_endpoint_within_five_seconds(string overlay)
    {
        var probe = Overlay.Of(overlay).Server["readinessProbe"];

        // Frozen right after it answered: a whole period goes by before each probe that it misses.
        var longest = (probe["failureThreshold"].Number * probe["periodSeconds"].Number) + probe["timeoutSeconds"].Number;

        Assert.InRange(longest, 1, 5);
        Assert.True(probe["failureThreshold"].Number > 1, "One lost packet would take a pod out.");
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void A_pause_of_half_a_minute_kills_no_pod(string overlay)
    {
        var probe = Overlay.Of(overlay).Server["livenessProbe"];

        // Frozen right before a probe: that one is missed too.
        var shortest = ((probe["failureThreshold"].Number - 1) * probe["periodSeconds"].Number) + probe["timeoutSeconds"].Number;

        Assert.InRange(shortest, 31, 60);
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Nothing_runs_in_the_container_that_it_does_not_have(string overlay)
    {
        // There is no shell in the image.
        var server = Overlay.Of(overlay).Server;

        Assert.All(Probes, name => Assert.False(server[name]["exec"].Exists));
        Assert.False(server["lifecycle"].Exists);
        Assert.False(server["command"].Exists);
        Assert.Equal(["start"], server["args"].Texts);
    }

    private static string[] Probes => ["startupProbe", "readinessProbe", "livenessProbe"];
}
