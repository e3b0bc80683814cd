using Identity.Testing.Processes;

namespace Identity.AdminClient.Tests;

/// <summary>Three pods over one PostgreSQL; or the server that KEYCLOAK_URL names, as if it were three.</summary>
public sealed class PodsFixture : IAsyncLifetime
{
    private ClusterServer? _cluster;

    /// <summary>What the scripts read from their environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; private set; } = new Dictionary<string, string>();

    public async ValueTask InitializeAsync()
    {
        if (System.Environment.GetEnvironmentVariable("KEYCLOAK_URL") is { } url)
        {
            Environment = Describe([url, url, url], "admin");
            return;
        }

        _cluster = await ClusterServer.StartAsync();
        Environment = Describe(_cluster.Pods.Select(pod => pod.Url), "admin-password");
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    private static Dictionary<string, string> Describe(IEnumerable<string> pods, string password) => new()
    {
        ["PODS"] = string.Join(' ', pods),
        ["ADMIN_USERNAME"] = "admin",
        ["ADMIN_PASSWORD"] = password,
    };
}
