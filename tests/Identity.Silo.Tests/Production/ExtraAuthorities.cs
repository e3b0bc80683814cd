using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Identity.Testing;
using Identity.Testing.Oidc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Identity.Silo.Tests.Production;

/// <summary>An application with a certificate of a private authority is to be told of logouts.</summary>
public sealed class ExtraAuthorities(PostgresServer postgres) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("identity-authorities-").FullName;
    private readonly ConcurrentQueue<string> _notices = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private TestDatabase _database = null!;
    private TestCertificate _certificate = null!;
    private WebApplication _application = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _certificate = TestCertificate.Write(Path.Combine(_folder, "authorities"), "private authority");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.UseHttps(X509Certificate2.CreateFromPemFile(_certificate.CertificateFile, _certificate.KeyFile))));
        _application = builder.Build();
        _application.Run(async http => _notices.Enqueue((await http.Request.ReadFormAsync())["logout_token"].ToString()));
        await _application.StartAsync();
        File.Delete(_certificate.KeyFile);
        WriteRealm(new Uri(_application.Urls.Single()).Port);
    }

    [Fact]
    public async Task An_authority_of_the_truststore_is_trusted()
    {
        await using var server = await StartAsync("--truststore-paths", _certificate.Folder);

        await LogInAndOutAsync(server);

        await Eventually.TrueAsync(() => !_notices.IsEmpty, "the application is told of the logout");
        Assert.Equal(server.Realm, JwtClaims.Of(_notices.Single()).GetProperty("iss").GetString());
    }

    [Fact]
    public async Task Any_other_is_refused()
    {
        await using var server = await StartAsync();

        await LogInAndOutAsync(server);

        await Eventually.TrueAsync(() => server.Process.Output.Contains("could not be told of a logout", StringComparison.Ordinal), "the refusal is logged");
        Assert.Empty(_notices);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _application.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<ProductionServer> StartAsync(params string[] options) =>
        ProductionServer.StartHttpAsync(_database.ConnectionString, ["--hostname-strict=false", "--outgoing-allowed-addresses=localhost", "--import-realm", Path.Combine(_folder, "acme-realm.json"), .. options]);

    private async Task LogInAndOutAsync(ProductionServer server)
    {
        var tokens = await new LoginAttempt(_http, TestRealm.Name).LogInAsync(server.Url, TestRealm.User, TestRealm.Password);
        using var answer = await new PodClient(_http, TestRealm.Name).LogOutAsync(server.Url, tokens.RefreshToken);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private void WriteRealm(int applicationPort)
    {
        var realm = JsonNode.Parse(File.ReadAllText(TestRealm.File))!;
        var shop = realm["clients"]!.AsArray().Single(client => (string?)client!["clientId"] == "shop")!;
        shop["attributes"]!["backchannel.logout.url"] = $"https://localhost:{applicationPort}/logout";
        File.WriteAllText(Path.Combine(_folder, "acme-realm.json"), realm.ToJsonString());
    }
}
