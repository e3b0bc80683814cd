using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Testing;
using Identity.Testing.Mail;

namespace Identity.Silo.Tests.Production;

/// <summary>The mail server of a realm has a certificate of a private authority.</summary>
public sealed class MailAuthorities(PostgresServer postgres) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("identity-mail-").FullName;
    private readonly MailAuthority _authority = new();
    private readonly HttpClient _http = new();
    private TestDatabase _database = null!;
    private RealMailServer _mails = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _mails = new RealMailServer(_authority.Issue("localhost"), tlsAtOnce: false);
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "authorities")).FullName, "ours.pem"), _authority.Certificate.ExportCertificatePem());
        var realm = JsonNode.Parse(File.ReadAllText(TestRealm.File))!;
        realm["smtpServer"] = JsonNode.Parse(
            $$"""{"host":"localhost","port":"{{_mails.Port}}","from":"id@example.org","starttls":"true","auth":"true","user":"{{RealMailServer.User}}","password":"{{RealMailServer.Password}}"}""");
        File.WriteAllText(Path.Combine(_folder, "acme-realm.json"), realm.ToJsonString());
    }

    [Fact]
    public async Task An_authority_of_the_truststore_is_trusted()
    {
        await using var server = await StartAsync("--truststore-paths", Path.Combine(_folder, "authorities"));

        var answer = await MailAsync(server);

        Assert.True(answer.Status == HttpStatusCode.NoContent, answer.Body);
        Assert.Contains("To: ", Encoding.ASCII.GetString(await _mails.ReadMailAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_other_is_refused()
    {
        await using var server = await StartAsync();

        var answer = await MailAsync(server);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Contains("The server's certificate is not trusted.", answer.Body.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(0, _mails.Waiting);
        Assert.DoesNotContain(RealMailServer.Password, server.Process.Output, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _mails.DisposeAsync();
        await _database.DisposeAsync();
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<ProductionServer> StartAsync(params string[] options) => ProductionServer.StartHttpAsync(
        _database.ConnectionString,
        ["--hostname-strict=false", "--outgoing-allowed-addresses=localhost", "--import-realm", Path.Combine(_folder, "acme-realm.json"), .. options]);

    private async Task<(HttpStatusCode Status, string Body)> MailAsync(ProductionServer server)
    {
        var form = new FormUrlEncodedContent([new("grant_type", "password"), new("client_id", "admin-cli"), new("username", "admin"), new("password", "admin-password")]);
        using var granted = await _http.PostAsync(new Uri($"{server.Url}/realms/master/protocol/openid-connect/token"), form);
        var token = JsonDocument.Parse(await granted.Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString();
        _http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        var users = JsonDocument.Parse(await _http.GetStringAsync(new Uri($"{server.Url}/admin/realms/{TestRealm.Name}/users?exact=true&username={TestRealm.User}")));
        var user = users.RootElement[0].GetProperty("id").GetString();
        using var answer = await _http.PutAsync(new Uri($"{server.Url}/admin/realms/{TestRealm.Name}/users/{user}/send-verify-email"), null);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
