using System.Net;
using Identity.Testing;

namespace Identity.Cluster.Tests;

public class EndedSessions(ClusterFixture fixture)
{
    [Fact]
    public async Task A_logout_on_one_pod_is_refused_by_the_next_request_on_every_other()
    {
        var client = fixture.Client(TestRealm.Name);
        foreach (var loggedOutAt in fixture.PodUrls)
        {
            var tokens = (await fixture.LogInAsync(1, TestRealm.Name))[0];
            // Every pod has the session in memory before it ends.
            foreach (var pod in fixture.PodUrls)
            {
                using var live = await client.UserInfoAsync(pod, tokens.AccessToken);
                Assert.Equal(HttpStatusCode.OK, live.StatusCode);
            }

            using var logout = await client.LogOutAsync(loggedOutAt, tokens.RefreshToken);
            Assert.Equal(HttpStatusCode.NoContent, logout.StatusCode);

            foreach (var pod in fixture.PodUrls)
            {
                using var userInfo = await client.UserInfoAsync(pod, tokens.AccessToken);
                using var refresh = await client.RefreshAsync(pod, tokens.RefreshToken);
                Assert.Equal(HttpStatusCode.Unauthorized, userInfo.StatusCode);
                Assert.Equal(HttpStatusCode.BadRequest, refresh.StatusCode);
            }
        }
    }
}
