using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Identity.Testing;
using Identity.Testing.Oidc;

namespace Identity.Silo.Tests.Production;

public sealed class HttpsStart(PostgresServer postgres) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("identity-https-").FullName;
    private TestDatabase _database = null!;
    private TestCertificate _certificate = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _certificate = TestCertificate.Write(_folder, "first");
        _http = _certificate.CreateClient();
    }

    [Fact]
    public async Task Serves_tokens_and_logins_at_its_own_port_and_the_given_name()
    {
        await using var server = await ProductionServer.StartHttpsAsync(_database.ConnectionString, _certificate, "--hostname", "https://id.example.com");

        using var discovery = JsonDocument.Parse(await _http.GetStringAsync(new Uri($"{server.Realm}/.well-known/openid-configuration")));
        Assert.Equal("https://id.example.com/realms/acme", discovery.RootElement.GetProperty("issuer").GetString());
        using var granted = await GrantAsync(server, "alice", "alice-password");
        Assert.Equal(HttpStatusCode.OK, granted.StatusCode);
        var token = TokenSet.Parse(await granted.Content.ReadAsStringAsync()).AccessToken;
        Assert.Equal("https://id.example.com/realms/acme", JwtClaims.Of(token).GetProperty("iss").GetString());

        await AssertCookiesAsync(server);
        Assert.DoesNotContain("admin-password", server.Process.Output, StringComparison.Ordinal);
        Assert.Equal(0, await server.Process.StopAsync());
    }

    [Fact]
    public async Task Shows_a_new_certificate_within_seconds_and_never_a_broken_one()
    {
        var folder = Path.Combine(_folder, "mounted");
        TestCertificate.Write(Path.Combine(folder, "one"), "one");
        var second = TestCertificate.Write(Path.Combine(folder, "two"), "two");
        var data = Path.Combine(folder, "..data");
        Directory.CreateSymbolicLink(data, "one");
        File.CreateSymbolicLink(Path.Combine(folder, "tls.crt"), "..data/tls.crt");
        File.CreateSymbolicLink(Path.Combine(folder, "tls.key"), "..data/tls.key");
        var mounted = TestCertificate.At(folder);
        await using var server = await ProductionServer.StartHttpsAsync(_database.ConnectionString, mounted, "--hostname", "https://id.example.com");
        Assert.Equal("CN=one", await TestCertificate.ShownAtAsync(server.Url));

        // As Kubernetes swaps a mounted secret: a new folder, and a link renamed over the old one.
        File.CreateSymbolicLink(data + "_tmp", "two");
        using (var rename = Process.Start("mv", ["-T", data + "_tmp", data]))
        {
            await rename.WaitForExitAsync();
        }

        await ShownAsync(server.Url, "CN=two");
        await ShownAsync(server.Management, "CN=two");

        await File.WriteAllTextAsync(second.CertificateFile, "half a");
        await Eventually.TrueAsync(() => server.Process.Output.Contains("the one before stays", StringComparison.Ordinal), "the broken pair is logged");
        Assert.Equal("CN=two", await TestCertificate.ShownAtAsync(server.Url));

        TestCertificate.Write(second.Folder, "three");
        await ShownAsync(server.Url, "CN=three");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static Task ShownAsync(string url, string subject) =>
        Eventually.TrueAsync(async () => await TestCertificate.ShownAtAsync(url) == subject, $"{url} shows {subject}", TimeSpan.FromSeconds(6));

    private Task<HttpResponseMessage> GrantAsync(ProductionServer server, string username, string password) =>
        _http.PostAsync(new Uri($"{server.Realm}/protocol/openid-connect/token"), new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "password",
            ["client_id"] = "admin-cli",
            ["username"] = username,
            ["password"] = password,
        }));

    private async Task AssertCookiesAsync(ProductionServer server)
    {
        var login = new LoginAttempt(_http, TestRealm.Name);
        await login.LogInAsync(server.Url, TestRealm.User, TestRealm.Password);

        var browser = login.SetCookies.Single(cookie => cookie.StartsWith("__Host-AUTH_SESSION_ID=", StringComparison.Ordinal));
        Assert.EndsWith("; path=/; secure; samesite=lax; httponly", browser, StringComparison.Ordinal);
        var identity = login.SetCookies.Single(cookie => cookie.StartsWith("KEYCLOAK_IDENTITY=", StringComparison.Ordinal));
        Assert.EndsWith("; path=/realms/acme/; secure; samesite=none; httponly", identity, StringComparison.Ordinal);
        Assert.All(login.SetCookies, cookie => Assert.Contains("; secure", cookie, StringComparison.Ordinal));
    }
}
