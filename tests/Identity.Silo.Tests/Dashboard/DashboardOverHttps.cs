using System.Net;
using Identity.Silo.Tests.Production;
using Identity.Testing;
using Identity.Testing.Oidc;

namespace Identity.Silo.Tests.Dashboard;

/// <summary>The dashboard of a server that has a certificate and a name of its own.</summary>
public sealed class DashboardOverHttps(PostgresServer postgres) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("identity-dashboard-").FullName;
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await postgres.CreateDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_cookie_travels_over_https_alone()
    {
        var certificate = TestCertificate.Write(_folder, "first");
        using var http = certificate.CreateClient();
        await using var server = await ProductionServer.StartHttpsAsync(
            _database.ConnectionString, certificate, "--hostname", "https://id.example.com", "--orleans-dashboard-enabled");
        using var granted = await http.PostAsync(
            new Uri($"{server.Url}/realms/master/protocol/openid-connect/token"),
            new FormUrlEncodedContent(
                [new("grant_type", "password"), new("client_id", "admin-cli"), new("username", "admin"), new("password", "admin-password")]));
        var token = TokenSet.Parse(await granted.Content.ReadAsStringAsync()).AccessToken;

        using var answer = await http.PostAsync(new Uri($"{server.Management}/dashboard"), new FormUrlEncodedContent([new("token", token)]));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal($"IDENTITY_DASHBOARD={token}; path=/dashboard; secure; samesite=strict; httponly", answer.Headers.GetValues("Set-Cookie").Single());
        Assert.DoesNotContain(token, server.Process.Output, StringComparison.Ordinal);
    }
}
