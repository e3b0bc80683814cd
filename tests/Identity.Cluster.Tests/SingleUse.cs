using System.Net;
using Identity.Testing;
using Identity.Testing.Oidc;
using Identity.Testing.Processes;

namespace Identity.Cluster.Tests;

public class SingleUse(ClusterFixture fixture)
{
    private const int Parallel = 12;

    [Fact]
    public async Task A_code_presented_on_all_pods_at_once_is_redeemed_once()
    {
        var pods = fixture.PodUrls;
        var browser = fixture.NewBrowser();
        await browser.OpenAsync(pods[0]);
        var code = await browser.SubmitAsync(pods[0], TestRealm.User, TestRealm.Password);

        var answers = await Task.WhenAll(Enumerable.Range(0, Parallel).Select(i => browser.ExchangeAsync(pods[i % pods.Count], code)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_rotated_token_presented_on_all_pods_at_once_has_one_successor()
    {
        var pods = fixture.PodUrls;
        var client = fixture.Client(ClusterServer.RotatingRealm);
        var tokens = (await fixture.LogInAsync(1, ClusterServer.RotatingRealm))[0];

        var answers = await Task.WhenAll(Enumerable.Range(0, Parallel).Select(i => client.RefreshAsync(pods[i % pods.Count], tokens.RefreshToken)));
        var successors = new List<string>();
        foreach (var answer in answers.Where(answer => answer.IsSuccessStatusCode))
        {
            successors.Add(JwtClaims.Of(TokenSet.Parse(await answer.Content.ReadAsStringAsync()).RefreshToken).GetProperty("gen").ToString());
        }

        Assert.NotEmpty(successors);
        Assert.Single(successors.Distinct());
    }
}
