using System.Net;
using System.Text.Json;
using Identity.Testing;
using Identity.Testing.Processes;

namespace Identity.Cluster.Tests;

public class PeerPages(ClusterFixture fixture)
{
    [Fact]
    public async Task Each_pod_shows_the_others_linked_and_only_on_its_management_port()
    {
        foreach (var pod in fixture.Cluster.Pods)
        {
            await Eventually.TrueAsync(async () => (await LinksAsync(pod)).SequenceEqual(["up", "up"]), $"{pod.Name} is linked to both others");

            using var page = JsonDocument.Parse(await fixture.Http.GetStringAsync(new Uri($"{pod.Management}/cluster")));
            var others = fixture.Cluster.Pods.Where(other => other.Name != pod.Name).Select(other => other.Name);
            Assert.Equal(others.Order(), page.RootElement.GetProperty("peers").EnumerateArray().Select(peer => peer.GetProperty("instance").GetString()).Order());
            Assert.Equal((pod.Name, "serving", "on"), (Text(page, "instance"), Text(page, "state"), Text(page, "discovery")));
            Assert.Contains("identity_cluster_peers{link=\"up\"} 2\n", await fixture.Http.GetStringAsync(new Uri($"{pod.Management}/metrics")), StringComparison.Ordinal);

            using var outside = await fixture.Http.GetAsync(new Uri($"{pod.Url}/cluster"));
            Assert.Equal(HttpStatusCode.NotFound, outside.StatusCode);
        }
    }

    [Fact]
    public async Task A_killed_pod_is_shown_gone_within_a_second_and_linked_again_after_its_restart()
    {
        var (killed, other) = (fixture.Cluster.Pods[2], fixture.Cluster.Pods[0]);
        await Eventually.TrueAsync(async () => await LinkAsync(other, killed) == "up", "the two are linked");

        ClusterServer.Kill(killed.Pid);

        await Eventually.TrueAsync(async () => await LinkAsync(other, killed) == "refused", "the killed pod is shown refused", TimeSpan.FromSeconds(1));
        using var page = JsonDocument.Parse(await fixture.Http.GetStringAsync(new Uri($"{other.Management}/cluster")));
        Assert.Contains(page.RootElement.GetProperty("problems").EnumerateArray(), problem => problem.GetString()!.StartsWith(killed.Name, StringComparison.Ordinal));

        await fixture.Cluster.ReplacedAsync(killed);
        await Eventually.TrueAsync(async () => await LinkAsync(other, killed) == "up", "it is linked again");
    }

    private static string? Text(JsonDocument page, string name) => page.RootElement.GetProperty(name).GetString();

    private async Task<string?> LinkAsync(RunningPod at, RunningPod to)
    {
        using var page = JsonDocument.Parse(await fixture.Http.GetStringAsync(new Uri($"{at.Management}/cluster")));
        var peer = page.RootElement.GetProperty("peers").EnumerateArray().FirstOrDefault(peer => peer.GetProperty("instance").GetString() == to.Name);
        return peer.ValueKind == JsonValueKind.Undefined ? null : peer.GetProperty("link").GetString();
    }

    private async Task<string?[]> LinksAsync(RunningPod at)
    {
        using var page = JsonDocument.Parse(await fixture.Http.GetStringAsync(new Uri($"{at.Management}/cluster")));
        return [.. page.RootElement.GetProperty("peers").EnumerateArray().Select(peer => peer.GetProperty("link").GetString())];
    }
}
