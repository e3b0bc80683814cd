using System.Diagnostics;
using System.Net;
using Identity.Testing;
using Identity.Testing.Oidc;

namespace Identity.Silo.Tests.Production;

/// <summary>On a PostgreSQL of its own, which dies or hangs under a running server.</summary>
public sealed class DatabaseAway(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Together = 8;

    private readonly PostgresServer _postgres = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private PodClient _client = null!;
    private ProductionServer _server = null!;
    private string[] _refreshTokens = [];

    public async ValueTask InitializeAsync()
    {
        _client = new PodClient(_http, TestRealm.Name);
        var database = await _postgres.CreateDatabaseAsync();
        _server = await ProductionServer.StartHttpAsync(database.ConnectionString, "--hostname-strict=false");
        var logins = Enumerable.Range(0, Together).Select(_ => new LoginAttempt(_http, TestRealm.Name).LogInAsync(_server.Url, TestRealm.User, TestRealm.Password));
        _refreshTokens = [.. (await Task.WhenAll(logins)).Select(tokens => tokens.RefreshToken)];
    }

    [Fact]
    public async Task Killed_requests_that_need_it_are_told_to_come_back_at_once()
    {
        await _postgres.KillAsync();

        await AssertServedAsync(TimeSpan.FromSeconds(2));
        await NotReadyAsync();

        await _postgres.RestartAsync();
        await AssertRecoversAsync();
        await Eventually.TrueAsync(() => Lines("for changes of realms again") == 1, "the log says that it is back");
        Assert.Equal(1, Lines("Not listening for changes of realms"));
    }

    [Fact]
    public async Task Frozen_the_first_requests_wait_some_seconds_and_the_next_not_at_all()
    {
        _postgres.Freeze();
        try
        {
            await AssertServedAsync(TimeSpan.FromSeconds(6));
            await AssertServedAsync(TimeSpan.FromSeconds(1));
            await NotReadyAsync();
        }
        finally
        {
            _postgres.Thaw();
        }

        await AssertRecoversAsync();
    }

    [Fact]
    public async Task Its_address_is_in_no_metric()
    {
        var (_, metrics) = await _server.AskManagementAsync(_http, "/metrics");

        Assert.Contains("db_client_connection_pool_name=\"identity\"", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("Host=", metrics, StringComparison.OrdinalIgnoreCase);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    /// <summary>What needs the database is refused within the time, all of it at once; what does not is answered.</summary>
    private async Task AssertServedAsync(TimeSpan within)
    {
        var refreshes = await Task.WhenAll(_refreshTokens.Select(token => TimeAsync("refresh", () => RefreshAsync(token))));
        Assert.All(refreshes, refresh =>
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "1"), (refresh.Status, refresh.RetryAfter));
            Assert.InRange(refresh.Elapsed, TimeSpan.Zero, within);
        });
        foreach (var address in (string[])[$"{_server.Realm}/.well-known/openid-configuration", $"{_server.Realm}/protocol/openid-connect/certs", $"{_server.Management}/health/live"])
        {
            var answer = await TimeAsync(address, () => _http.GetAsync(new Uri(address)));
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.InRange(answer.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        }
    }

    private Task NotReadyAsync() => Eventually.TrueAsync(
        async () => await _server.AskManagementAsync(_http, "/health/ready") is (503, var body) && body.Contains("\"reason\":", StringComparison.Ordinal),
        "the server is not ready and says why");

    private async Task AssertRecoversAsync()
    {
        var clock = Stopwatch.StartNew();
        await Eventually.TrueAsync(async () => (await TimeAsync("refresh", () => RefreshAsync(_refreshTokens[0]), show: false)).Status == HttpStatusCode.OK, "a refresh succeeds again");
        await Eventually.TrueAsync(async () => (await _server.AskManagementAsync(_http, "/health/ready")).Status == 200, "the server is ready again");
        output.WriteLine($"back after {clock.ElapsedMilliseconds} ms");
    }

    private async Task<(HttpStatusCode Status, string? RetryAfter, TimeSpan Elapsed)> TimeAsync(string what, Func<Task<HttpResponseMessage>> ask, bool show = true)
    {
        var clock = Stopwatch.StartNew();
        using var answer = await ask();
        if (show)
        {
            output.WriteLine($"{what}: {(int)answer.StatusCode} after {clock.ElapsedMilliseconds} ms");
        }

        return (answer.StatusCode, answer.Headers.RetryAfter?.ToString(), clock.Elapsed);
    }

    private int Lines(string text) => _server.Process.Output.Split('\n').Count(line => line.Contains(text, StringComparison.Ordinal));

    private Task<HttpResponseMessage> RefreshAsync(string token) => _client.RefreshAsync(_server.Url, token);
}
