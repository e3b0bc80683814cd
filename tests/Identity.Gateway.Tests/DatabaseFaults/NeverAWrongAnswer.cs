using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Identity.Gateway.Tests.Fixtures;
using Identity.Grains.Realms;
using Identity.Testing;

namespace Identity.Gateway.Tests.DatabaseFaults;

/// <summary>Every statement of a request is spoilt in turn, in every way, alone and with all that follow: what is answered is what would have been
/// answered otherwise, or an error of the server, or breaks off where everybody sees it.</summary>
public sealed class NeverAWrongAnswer(SpoiltServer spoilt) : IClassFixture<SpoiltServer>
{
    private const int MostStatements = 60;

    // All of them take an hour: that is for whoever changes the storage.
    private static readonly bool s_all = Environment.GetEnvironmentVariable("IDENTITY_EVERY_DATABASE_FAULT") is { Length: > 0 };

    private static readonly (WireFault Fault, bool Lasts)[] s_some =
        [(new WireFault.LostAmidRows(), false), (new WireFault.LostBefore(), true)];

    private static readonly WireFault[] s_faults =
    [
        new WireFault.LostBefore(), new WireFault.LostAfter(), new WireFault.LostAmidRows(),
        new WireFault.Refused("57014"), new WireFault.Refused("53300"), new WireFault.Refused("40001"),
        new WireFault.Refused("XX000"), new WireFault.Refused("22P02"), new WireFault.Refused("42501"),
    ];

    private readonly GatewayServer _server = spoilt.Gateway;
    private string? _token;

    [Theory]
    [InlineData("")]
    [InlineData("/users")]
    [InlineData("/users?search=a")]
    [InlineData("/users?username=alice&exact=true")]
    [InlineData("/users?q=a:b")]
    [InlineData("/users/count")]
    [InlineData("/users/USER")]
    [InlineData("/users/USER/groups")]
    [InlineData("/users/USER/role-mappings")]
    [InlineData("/users/USER/role-mappings/realm/composite")]
    [InlineData("/users/USER/sessions")]
    [InlineData("/users/USER/credentials")]
    [InlineData("/groups")]
    [InlineData("/groups/count")]
    [InlineData("/groups/GROUP")]
    [InlineData("/groups/GROUP/members")]
    [InlineData("/roles")]
    [InlineData("/roles/offline_access/users")]
    [InlineData("/roles/offline_access/groups")]
    [InlineData("/clients")]
    [InlineData("/clients?clientId=app")]
    [InlineData("/clients/CLIENT")]
    [InlineData("/clients/CLIENT/user-sessions")]
    [InlineData("/clients/CLIENT/session-count")]
    [InlineData("/clients/CLIENT/offline-sessions")]
    [InlineData("/client-session-stats")]
    [InlineData("/client-scopes")]
    [InlineData("/components")]
    [InlineData("/keys")]
    [InlineData("/events")]
    [InlineData("/admin-events")]
    [InlineData("/authentication/flows")]
    [InlineData("/attack-detection/brute-force/users/USER")]
    [InlineData("/admin/realms")]
    [InlineData("/admin/serverinfo")]
    [InlineData("/admin/master/console/whoami?currentRealm=master")]
    public async Task A_read_by_an_administrator_is_right_or_an_error(string path)
    {
        var ids = await PrepareAsync();
        path = ids.Aggregate(path, (text, id) => text.Replace(id.Key, id.Value, StringComparison.Ordinal));
        var url = _server.BaseUrl + (path.StartsWith("/admin/", StringComparison.Ordinal) ? path : $"/admin/realms/{RecRealm.Name}{path}");

        await CheckAsync(path, () => SendAsync(HttpMethod.Get, url, _token));
    }

    [Fact]
    public async Task An_export_is_whole_or_an_error()
    {
        await PrepareAsync();
        var url = $"{_server.BaseUrl}/admin/realms/{RecRealm.Name}/partial-export?exportClients=true&exportGroupsAndRoles=true";

        await CheckAsync("export", () => SendAsync(HttpMethod.Post, url, _token));
    }

    [Fact]
    public async Task The_login_page_is_a_form_or_an_error()
    {
        var url = $"{_server.BaseUrl}/realms/{RecRealm.Name}/protocol/openid-connect/auth?client_id=app&response_type=code&scope=openid&redirect_uri={Uri.EscapeDataString(RecRealm.RedirectUri)}"
            + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

        // Every page has codes of its own.
        await CheckAsync("login page", async () => await SendAsync(HttpMethod.Get, url, token: null) is (200, var page)
            ? (200, page.Contains("kc-form-login", StringComparison.Ordinal) ? "the form" : page)
            : (500, "an error"));
    }

    [Theory]
    [InlineData("/events")]
    [InlineData("/admin-events")]
    public async Task Lines_of_events_break_off_where_the_reader_sees_it(string path)
    {
        await PrepareAsync();

        await CheckAsync(path, () => SendAsync(HttpMethod.Get, $"{_server.BaseUrl}/admin/realms/{RecRealm.Name}{path}", _token, accept: "application/x-ndjson"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/protocol/openid-connect/certs")]
    public async Task A_public_document_is_right_or_an_error(string path) =>
        await CheckAsync(path, () => SendAsync(HttpMethod.Get, $"{_server.BaseUrl}/realms/{RecRealm.Name}{path}", token: null));

    [Fact]
    public async Task Userinfo_and_introspection_are_right_or_an_error()
    {
        var client = new OidcClient(_server);
        var tokens = await client.PasswordAsync(client: OidcClient.Svc);

        await CheckAsync("userinfo", () => SendAsync(HttpMethod.Get, $"{client.Protocol}/userinfo", tokens.Text("access_token")));
        await CheckAsync("introspection", () => PostAsync($"{client.Protocol}/token/introspect", $"{OidcClient.Svc}&token={tokens.Text("access_token")}"));
        await CheckAsync("introspection", () => PostAsync($"{client.Protocol}/token/introspect", $"{OidcClient.Svc}&token={tokens.Text("refresh_token")}"));
    }

    [Fact]
    public async Task What_is_answered_to_be_revoked_is_revoked()
    {
        var client = new OidcClient(_server);
        foreach (var (fault, lasts) in Cases())
        {
            for (var at = 1; at < MostStatements; at++)
            {
                var tokens = await client.PasswordAsync(client: OidcClient.Svc);
                spoilt.Wire.Arm(fault, at, lasts);
                var revoked = await PostAsync($"{client.Protocol}/revoke", $"{OidcClient.Svc}&token={tokens.Text("refresh_token")}");
                var fired = spoilt.Wire.Fired;
                spoilt.Wire.Disarm();

                Assert.True(revoked.Status is 200 or >= 500, $"{fault} at {at}: {revoked.Status} {revoked.Body}");
                if (revoked.Status == 200)
                {
                    var known = await PostAsync($"{client.Protocol}/token/introspect", $"{OidcClient.Svc}&token={tokens.Text("refresh_token")}");
                    Assert.Contains("\"active\":false", known.Body, StringComparison.Ordinal);
                }

                if (fired == 0)
                {
                    break;
                }
            }
        }
    }

    [Fact]
    public async Task What_is_answered_to_be_logged_out_is_logged_out()
    {
        var client = new OidcClient(_server);
        foreach (var (fault, lasts) in Cases())
        {
            var fired = true;
            for (var at = 1; fired && at < MostStatements; at++)
            {
                var tokens = await client.PasswordAsync(client: OidcClient.Svc);
                spoilt.Wire.Arm(fault, at, lasts);
                var ended = await PostAsync($"{client.Protocol}/logout", $"{OidcClient.Svc}&refresh_token={tokens.Text("refresh_token")}");
                fired = spoilt.Wire.Fired > 0;
                spoilt.Wire.Disarm();

                Assert.True(ended.Status is 204 or >= 500, $"{fault} at {at}: {ended.Status} {ended.Body}");
                if (ended.Status == 204)
                {
                    var known = await PostAsync($"{client.Protocol}/token/introspect", $"{OidcClient.Svc}&token={tokens.Text("access_token")}");
                    Assert.Contains("\"active\":false", known.Body, StringComparison.Ordinal);
                }
            }
        }
    }

    [Theory]
    [InlineData("/users")]
    [InlineData("/users/USER/groups")]
    [InlineData("/clients?clientId=app")]
    public async Task An_answer_that_comes_after_the_limit_is_no_answer_to_anything(string path)
    {
        var ids = await PrepareAsync();
        var url = $"{_server.BaseUrl}/admin/realms/{RecRealm.Name}{ids.Aggregate(path, (text, id) => text.Replace(id.Key, id.Value, StringComparison.Ordinal))}";
        var right = await SendAsync(HttpMethod.Get, url, _token);
        Assert.Equal(200, right.Status);
        var fired = true;
        for (var at = 1; fired; at++)
        {
            Assert.True(at < MostStatements, "No end of statements.");
            await RenewAsync();
            spoilt.Wire.Arm(new WireFault.Late(), at, lasts: false);
            var answer = await SendAsync(HttpMethod.Get, url, _token);
            fired = spoilt.Wire.Fired > 0;
            spoilt.Wire.Disarm();

            Assert.True(answer == right || answer.Status >= 500, $"{path}: late at statement {at}: {answer.Status} {answer.Body}, not {right.Body}");

            // What was held back has come by now: it must not be taken for the answer to this.
            Assert.Equal(right, await SendAsync(HttpMethod.Get, url, _token));
        }
    }

    private static IEnumerable<(WireFault Fault, bool Lasts)> Cases() => s_all ? s_faults.SelectMany(fault => new[] { (fault, false), (fault, true) }) : s_some;

    private async Task CheckAsync(string what, Func<Task<(int Status, string Body)>> send)
    {
        var right = await send();
        Assert.Equal(200, right.Status);
        foreach (var (fault, lasts) in Cases())
        {
            await RenewAsync();
            var at = 1;
            for (var fired = true; fired; at++)
            {
                Assert.True(at < MostStatements, $"{what}: no end of statements.");
                spoilt.Wire.Arm(fault, at, lasts);
                var answer = await send();
                fired = spoilt.Wire.Fired > 0;
                spoilt.Wire.Disarm();

                Assert.True(
                    answer == right || answer.Status >= 500,
                    $"{what}: {fault}{(lasts ? " lasting" : "")} at statement {at}: {answer.Status} {answer.Body}, not {right.Body}");
            }
        }

        Assert.Equal(right, await send());
    }

    // A body that breaks off counts as an error of the server: nobody takes it for whole.
    private async Task<(int Status, string Body)> SendAsync(
        HttpMethod method, string url, string? token, HttpContent? content = null, string? accept = null)
    {
        using var request = new HttpRequestMessage(method, url) { Content = content };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd(accept ?? "*/*");
        try
        {
            using var response = await _server.Http.SendAsync(request);
            return ((int)response.StatusCode, Lasting(await response.Content.ReadAsStringAsync()));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return ((int)HttpStatusCode.InternalServerError, exception.Message);
        }
    }

    // What of an answer is the same each time: how long the server runs and what memory it has is not.
    private static string Lasting(string body)
    {
        if (!body.StartsWith("{\"systemInfo\"", StringComparison.Ordinal))
        {
            return body;
        }

        var root = (JsonObject)JsonNode.Parse(body)!;
        root.Remove("systemInfo");
        root.Remove("memoryInfo");
        return root.ToJsonString();
    }

    private Task<(int Status, string Body)> PostAsync(string url, string form) =>
        SendAsync(HttpMethod.Post, url, token: null, new StringContent(form, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded"));

    // A token of an administrator lives for a minute: each case has its own.
    private async Task RenewAsync()
    {
        if (_token is not null)
        {
            var tokens = await new OidcClient(_server, MasterRealm.Name).TokenAsync("grant_type=password&client_id=admin-cli&username=admin&password=admin");
            _token = tokens.Text("access_token");
            Assert.True(_token is not null, $"Nobody can log in any more: {tokens.Body}");
        }
    }

    private async Task<Dictionary<string, string>> PrepareAsync()
    {
        await _server.EnsureMasterAsync();
        _token = string.Empty;
        await RenewAsync();
        var realm = await _server.FreshRealmAsync(RecRealm.Name);
        var user = await _server.UserAsync(RecRealm.Name, "alice");
        await new OidcClient(_server).PasswordAsync();
        if (realm.Groups.Count == 0)
        {
            var (status, body) = await SendAsync(HttpMethod.Post, $"{_server.BaseUrl}/admin/realms/{RecRealm.Name}/groups", _token, new StringContent("""{"name":"staff"}""", System.Text.Encoding.UTF8, "application/json"));
            Assert.True(status == 201, body);
            realm = await _server.FreshRealmAsync(RecRealm.Name);
            await SendAsync(HttpMethod.Put, $"{_server.BaseUrl}/admin/realms/{RecRealm.Name}/users/{user.Id}/groups/{realm.Groups.First().Id}", _token);
        }

        return new() { ["USER"] = user.Id, ["GROUP"] = realm.Groups.First().Id, ["CLIENT"] = realm.FindClient("app")!.Id };
    }
}
