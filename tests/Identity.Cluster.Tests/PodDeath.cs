using System.Net;
using Identity.Testing;
using Identity.Testing.Oidc;
using Identity.Testing.Processes;

namespace Identity.Cluster.Tests;

public class PodDeath(ClusterFixture fixture, ITestOutputHelper output)
{
    private const int Sessions = 200;

    [Fact]
    public async Task Killing_each_pod_in_turn_loses_no_session_and_fails_no_request_after_one_retry()
    {
        var sessions = await fixture.LogInAsync(Sessions, ClusterServer.RotatingRealm);
        await using (var load = new RefreshLoad(fixture.Client(ClusterServer.RotatingRealm), fixture.PodUrls, sessions).Start())
        {
            foreach (var pod in fixture.Cluster.Pods)
            {
                await ProgressAsync(load, Sessions);
                ClusterServer.Kill(pod.Pid);
                await fixture.Cluster.ReplacedAsync(pod);
            }

            await ProgressAsync(load, Sessions);
            output.WriteLine($"{load.Requests} refreshes, {load.Failures.Count} failed after a retry, longest gap without a success {load.LongestGap.TotalMilliseconds:F0} ms");
            Assert.Empty(load.Failures);
        }

        await AssertAllAliveAsync(sessions, ClusterServer.RotatingRealm);
    }

    [Fact]
    public async Task A_login_begun_on_one_pod_is_finished_on_another_after_its_death()
    {
        var begun = fixture.Cluster.Pods[0];
        var other = fixture.Cluster.Pods[1];
        var browser = fixture.NewBrowser();
        await browser.OpenAsync(begun.Url);

        ClusterServer.Kill(begun.Pid);
        var code = await browser.SubmitAsync(other.Url, TestRealm.User, TestRealm.Password);
        using var response = await browser.ExchangeAsync(other.Url, code);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await fixture.Cluster.ReplacedAsync(begun);
    }

    [Fact]
    public async Task A_code_issued_by_a_pod_is_redeemed_elsewhere_after_its_death()
    {
        var issuer = fixture.Cluster.Pods[1];
        var other = fixture.Cluster.Pods[2];
        var browser = fixture.NewBrowser();
        await browser.OpenAsync(issuer.Url);
        var code = await browser.SubmitAsync(issuer.Url, TestRealm.User, TestRealm.Password);

        ClusterServer.Kill(issuer.Pid);
        using var response = await browser.ExchangeAsync(other.Url, code);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await fixture.Cluster.ReplacedAsync(issuer);
    }

    [Fact]
    public async Task All_pods_killed_at_once_come_back_with_every_session()
    {
        var sessions = await fixture.LogInAsync(20, TestRealm.Name);
        var pods = fixture.Cluster.Pods;

        foreach (var pod in pods)
        {
            ClusterServer.Kill(pod.Pid);
        }

        foreach (var pod in pods)
        {
            await fixture.Cluster.ReplacedAsync(pod);
        }

        await AssertAllAliveAsync(sessions, TestRealm.Name);
    }

    private async Task AssertAllAliveAsync(TokenSet[] sessions, string realm)
    {
        var pods = fixture.PodUrls;
        for (var i = 0; i < sessions.Length; i++)
        {
            using var response = await fixture.Client(realm).RefreshAsync(pods[i % pods.Count], sessions[i].RefreshToken);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"session {i} was lost: {await response.Content.ReadAsStringAsync()}");
        }
    }

    private static Task ProgressAsync(RefreshLoad load, int more)
    {
        var target = load.Successes + more;
        return Eventually.TrueAsync(() => Task.FromResult(load.Successes >= target), $"{more} more refreshes succeed", TimeSpan.FromSeconds(60));
    }
}
