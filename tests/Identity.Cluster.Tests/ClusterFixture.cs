using Identity.Testing;
using Identity.Testing.Oidc;
using Identity.Testing.Processes;

namespace Identity.Cluster.Tests;

/// <summary>Three pods, shared by the tests of this assembly, which run one after the other.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    public ClusterServer Cluster { get; private set; } = null!;

    // No redirects, no cookies, and a new connection each time: nothing sticks to a pod.
    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(2) }) { Timeout = TimeSpan.FromSeconds(10) };

    public IReadOnlyList<string> PodUrls => [.. Cluster.Pods.Select(pod => pod.Url)];

    public async ValueTask InitializeAsync() => Cluster = await ClusterServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Cluster.DisposeAsync();
    }

    public PodClient Client(string realm) => new(Http, realm);

    public LoginAttempt NewBrowser(string realm = TestRealm.Name) => new(Http, realm);

    /// <summary>Logs alice in that often, spread over the pods.</summary>
    public async Task<TokenSet[]> LogInAsync(int sessions, string realm)
    {
        var pods = PodUrls;
        var tokens = new TokenSet[sessions];
        await Parallel.ForAsync(0, sessions, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) =>
            tokens[i] = await NewBrowser(realm).LogInAsync(pods[i % pods.Count], TestRealm.User, TestRealm.Password));
        return tokens;
    }
}
