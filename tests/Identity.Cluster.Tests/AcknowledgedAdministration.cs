using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Identity.Testing;

namespace Identity.Cluster.Tests;

/// <summary>What the admin API has answered counts for the next request, whichever pod gets it.</summary>
public sealed class AcknowledgedAdministration(ClusterFixture fixture, ITestOutputHelper output)
{
    private const int Rounds = 15;
    private int _turn;

    [Fact]
    public async Task A_client_that_is_made_disabled_enabled_given_a_secret_and_removed_is_so_on_every_pod_at_once()
    {
        var admin = await AdminTokenAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var name = $"worker-{Guid.NewGuid():N}";
            using var made = await SendAsync(admin, HttpMethod.Post, "clients", new { clientId = name, secret = "first", serviceAccountsEnabled = true, publicClient = false });
            Assert.Equal(HttpStatusCode.Created, made.StatusCode);
            var client = $"clients/{made.Headers.Location!.Segments[^1]}";
            await AssertOnEveryPodAsync(HttpStatusCode.OK, name, "first");

            await PutAsync(admin, client, new { enabled = false });
            await AssertOnEveryPodAsync(HttpStatusCode.Unauthorized, name, "first");

            await PutAsync(admin, client, new { enabled = true, secret = "second" });
            await AssertOnEveryPodAsync(HttpStatusCode.Unauthorized, name, "first");
            await AssertOnEveryPodAsync(HttpStatusCode.OK, name, "second");

            using var removed = await SendAsync(admin, HttpMethod.Delete, client, new { });
            Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
            await AssertOnEveryPodAsync(HttpStatusCode.Unauthorized, name, "second");
        }
    }

    [Fact]
    public async Task A_redirect_URI_that_is_taken_away_is_refused_on_every_pod_at_once()
    {
        var admin = await AdminTokenAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var name = $"site-{Guid.NewGuid():N}";
            using var made = await SendAsync(admin, HttpMethod.Post, "clients", new { clientId = name, publicClient = true, redirectUris = (string[])["https://site.example/cb"] });
            var client = $"clients/{made.Headers.Location!.Segments[^1]}";
            await AssertAuthorizeAsync(HttpStatusCode.OK, name);

            await PutAsync(admin, client, new { redirectUris = (string[])["https://site.example/other"] });

            await AssertAuthorizeAsync(HttpStatusCode.BadRequest, name);
            using var removed = await SendAsync(admin, HttpMethod.Delete, client, new { });
        }
    }

    [Fact]
    public async Task A_pod_that_stands_still_holds_a_change_up_for_some_seconds_and_never_answers_by_what_was()
    {
        var admin = await AdminTokenAsync();
        var name = $"worker-{Guid.NewGuid():N}";
        using var made = await SendAsync(admin, HttpMethod.Post, "clients", new { clientId = name, secret = "first", serviceAccountsEnabled = true, publicClient = false });
        var client = $"clients/{made.Headers.Location!.Segments[^1]}";
        await AssertOnEveryPodAsync(HttpStatusCode.OK, name, "first");
        var paused = fixture.Cluster.Pods[2];

        Signal("-STOP", paused.Pid);
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            using var disabled = await SendAsync(admin, HttpMethod.Put, client, new { enabled = false }, pod: fixture.PodUrls[0]);
            Assert.Equal(HttpStatusCode.NoContent, disabled.StatusCode);
            output.WriteLine($"acknowledged after {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F1} s");
        }
        finally
        {
            Signal("-CONT", paused.Pid);
        }

        for (var request = 0; request < 50; request++)
        {
            using var answer = await AskAsync(paused.Url, name, "first");
            Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Unauthorized, HttpStatusCode.ServiceUnavailable]);
        }

        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await AskAsync(paused.Url, name, "first");
                return answer.StatusCode == HttpStatusCode.Unauthorized;
            },
            "the pod serves again");
    }

    private async Task AssertOnEveryPodAsync(HttpStatusCode expected, string client, string secret)
    {
        foreach (var pod in fixture.PodUrls)
        {
            using var answer = await AskAsync(pod, client, secret);
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    private async Task AssertAuthorizeAsync(HttpStatusCode expected, string client)
    {
        foreach (var pod in fixture.PodUrls)
        {
            using var page = await fixture.Http.GetAsync(new Uri(
                $"{pod}/realms/{TestRealm.Name}/protocol/openid-connect/auth?response_type=code&client_id={client}&redirect_uri=https%3A%2F%2Fsite.example%2Fcb"
                + "&scope=openid&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"));
            Assert.Equal(expected, page.StatusCode);
        }
    }

    private Task<HttpResponseMessage> AskAsync(string pod, string client, string secret) => fixture.Http.PostAsync(
        new Uri($"{pod}/realms/{TestRealm.Name}/protocol/openid-connect/token"),
        new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", client), new("client_secret", secret)]));

    private async Task PutAsync(string admin, string path, object body)
    {
        using var answer = await SendAsync(admin, HttpMethod.Put, path, body);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    // Each to another pod.
    private async Task<HttpResponseMessage> SendAsync(string admin, HttpMethod method, string path, object body, string? pod = null)
    {
        using var request = new HttpRequestMessage(method, $"{pod ?? fixture.PodUrls[_turn++ % 3]}/admin/realms/{TestRealm.Name}/{path}") { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", admin);
        return await fixture.Http.SendAsync(request);
    }

    private async Task<string> AdminTokenAsync()
    {
        using var answer = await fixture.Http.PostAsync(
            new Uri($"{fixture.PodUrls[0]}/realms/master/protocol/openid-connect/token"),
            new FormUrlEncodedContent([new("grant_type", "password"), new("client_id", "admin-cli"), new("username", "admin"), new("password", "admin-password")]));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    private static void Signal(string signal, int pid)
    {
        using var kill = Process.Start("kill", [signal, $"{pid}"]);
        kill.WaitForExit();
    }
}
