using System.Net;
using Identity.Testing;
using Identity.Testing.Processes;

namespace Identity.Cluster.Tests;

public class DatabaseDeath(ClusterFixture fixture, ITestOutputHelper output)
{
    [Fact]
    public async Task PostgreSQL_killed_under_load_keeps_every_acknowledged_write_and_pods_recover()
    {
        var sessions = await fixture.LogInAsync(40, ClusterServer.RotatingRealm);
        var client = fixture.Client(ClusterServer.RotatingRealm);
        await using (var load = new RefreshLoad(client, fixture.PodUrls, sessions).Start())
        {
            await SucceedAsync(load, sessions.Length);

            var postgres = fixture.Cluster.PostgresPid;
            ClusterServer.Kill(postgres);
            await Eventually.TrueAsync(() => Task.FromResult(PostgresPid() is { } pid && pid != postgres), "PostgreSQL is started again", TimeSpan.FromSeconds(60));

            await SucceedAsync(load, 3 * sessions.Length);
            output.WriteLine($"longest gap without a success {load.LongestGap.TotalMilliseconds:F0} ms, {load.Failures.Count} refreshes failed meanwhile");
            Assert.All(load.Failures, failure => Assert.Contains(" 503 ", failure, StringComparison.Ordinal));
        }

        foreach (var session in sessions)
        {
            using var response = await client.RefreshAsync(fixture.PodUrls[0], session.RefreshToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        int? PostgresPid()
        {
            try
            {
                return fixture.Cluster.PostgresPid;
            }
            catch (Exception exception) when (exception is IOException or FormatException or InvalidOperationException)
            {
                return null;
            }
        }
    }

    private static Task SucceedAsync(RefreshLoad load, int more)
    {
        var target = load.Successes + more;
        return Eventually.TrueAsync(() => Task.FromResult(load.Successes >= target), $"{more} more refreshes succeed", TimeSpan.FromSeconds(90));
    }
}
