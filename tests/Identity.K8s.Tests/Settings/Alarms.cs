using System.Text.RegularExpressions;
using Identity.K8s.Tests.Manifests;
using Identity.K8s.Tests.Tools;

namespace Identity.K8s.Tests.Settings;

public partial class Alarms
{
    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void Are_all_explained_to_operators(string overlay)
    {
        var headings = File.ReadAllLines(Repository.PathOf("docs", "operations.md")).Where(line => line.StartsWith('#')).Select(line => line.TrimStart('#', ' ')).ToHashSet();
        var alarms = Rules(overlay).ToList();

        Assert.All(alarms, alarm =>
        {
            var name = alarm["alert"].Text!;
            Assert.Contains(name, headings);
            Assert.Equal($"docs/operations.md#{name.ToLowerInvariant()}", alarm.At("annotations.runbook").Text);
            Assert.Contains(alarm.At("labels.severity").Text, (string[])["critical", "warning"]);
        });
        Assert.Empty(headings.Where(heading => IsAlarm().IsMatch(heading)).Except(alarms.Select(alarm => alarm["alert"].Text!)));
    }

    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void Ask_only_for_metrics_that_the_server_has(string overlay)
    {
        var sources = string.Join('\n', Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var instruments = Instrument().Matches(sources).Select(match => match.Groups[1].Value.Replace('.', '_').Replace('-', '_')).ToList();

        var asked = Rules(overlay).SelectMany(alarm => Metric().Matches(alarm["expr"].Text!)).Select(match => match.Value).Distinct();

        Assert.All(asked, metric => Assert.Contains(instruments, instrument => metric == instrument || metric == instrument + "_total" || metric.StartsWith(instrument + "_seconds", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void See_every_pod(string overlay)
    {
        var rendered = Overlay.Of(overlay);

        var monitor = rendered.One("PodMonitor", "identity")["spec"];

        Assert.True(rendered.Deployment.At("spec.template.metadata.labels").HasLabels(monitor.At("selector.matchLabels")));
        var endpoint = monitor["podMetricsEndpoints"].Items.Single();
        Assert.Contains(rendered.Server["ports"].Items, port => port["name"].Text == endpoint["port"].Text);
        Assert.Equal("/metrics", endpoint["path"].Text);
    }

    private static IEnumerable<Node> Rules(string overlay) =>
        Overlay.Of(overlay).OfKind("PrometheusRule").SelectMany(rule => rule.At("spec.groups").Items).SelectMany(group => group["rules"].Items);

    [GeneratedRegex(@"\bidentity_[a-z_]+\b")]
    private static partial Regex Metric();

    [GeneratedRegex(@"""(identity\.[a-z.\-_]+)""")]
    private static partial Regex Instrument();

    [GeneratedRegex("^Identity[A-Z][A-Za-z]+$")]
    private static partial Regex IsAlarm();
}
