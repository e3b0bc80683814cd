using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Registration;

/// <summary>Clients that register themselves (RFC 7591, RFC 7592).</summary>
public class DynamicRegistration(GatewayServer server)
{
    private const string App = """{"redirect_uris":["https://rp.example/cb"],"client_name":"rp"}""";

    [Fact]
    public async Task Nobody_registers_without_a_token_unless_the_realm_trusts_the_host()
    {
        var admin = await AdminApi.CreateAsync(server);

        var refused = await SendAsync(admin, HttpMethod.Post, "openid-connect", App, token: null);
        var policies = await admin.GetAsync("/components?type=org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy&name=Trusted%20Hosts");
        await admin.DeleteAsync($"/components/{policies.Json[0].GetProperty("id").GetString()}");
        await admin.PostAsync("/components", """{"name":"Trusted Hosts","providerId":"trusted-hosts","providerType":"org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy","subType":"anonymous","config":{"trusted-hosts":["127.0.0.1","rp.example"]}}""");
        var made = await SendAsync(admin, HttpMethod.Post, "openid-connect", App, token: null);
        var elsewhere = await SendAsync(admin, HttpMethod.Post, "openid-connect", """{"redirect_uris":["https://evil.example/cb"]}""", token: null);

        Assert.Equal(403, refused.Status);
        Assert.Equal("Policy 'Trusted Hosts' rejected request to client-registration service. Details: Host not trusted.", refused.Description);
        Assert.Equal(201, made.Status);
        Assert.Equal("Policy 'Trusted Hosts' rejected request to client-registration service. Details: URL doesn't match any trusted host or trusted domain", elsewhere.Description);
    }

    [Fact]
    public async Task An_initial_access_token_makes_as_many_clients_as_it_says()
    {
        var admin = await AdminApi.CreateAsync(server);
        var access = await admin.PostAsync("/clients-initial-access", """{"expiration":3600,"count":2}""");
        Assert.Equal((201, "id token timestamp expiration count remainingCount"), (access.Status, access.Keys));

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SendAsync(admin, HttpMethod.Post, "openid-connect", App, access.Text("token"))));

        Assert.Equal(2, answers.Count(answer => answer.Status == 201));
        Assert.Equal(4, answers.Count(answer => answer is { Status: 401, Error: "invalid_token" }));
        Assert.Equal(0, (await admin.GetAsync("/clients-initial-access")).Json[0].GetProperty("remainingCount").GetInt32());
        Assert.DoesNotContain("token", (await admin.GetAsync("/clients-initial-access")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_right_that_was_taken_back_is_no_longer_good()
    {
        var admin = await AdminApi.CreateAsync(server);
        var access = await admin.PostAsync("/clients-initial-access", """{"count":2}""");

        Assert.Equal(204, (await admin.DeleteAsync($"/clients-initial-access/{access.Text("id")}")).Status);

        Assert.Equal((401, "Failed decode token"), Refusal(await SendAsync(admin, HttpMethod.Post, "openid-connect", App, access.Text("token"))));
    }

    [Fact]
    public async Task The_owner_reads_changes_and_removes_the_client_with_the_newest_token()
    {
        var admin = await AdminApi.CreateAsync(server);
        var made = await SendAsync(admin, HttpMethod.Post, "openid-connect", App, await InviteAsync(admin));
        var id = made.Text("client_id");
        var token = made.Text("registration_access_token");

        var read = await SendAsync(admin, HttpMethod.Get, $"openid-connect/{id}", body: null, token);
        var changed = await SendAsync(admin, HttpMethod.Put, $"openid-connect/{id}", $$"""{"client_id":"{{id}}","redirect_uris":["https://rp.example/other"]}""", token);
        var old = await SendAsync(admin, HttpMethod.Get, $"openid-connect/{id}", body: null, token);
        var removed = await SendAsync(admin, HttpMethod.Delete, $"openid-connect/{id}", body: null, changed.Text("registration_access_token"));

        Assert.Equal(("https://rp.example/cb", "client_secret_basic", "rp"), (read.Json.GetProperty("redirect_uris")[0].GetString(), read.Text("token_endpoint_auth_method"), read.Text("client_name")));
        Assert.Equal("""["authorization_code","refresh_token"]""", read.Text("grant_types"));
        Assert.Equal(200, changed.Status);
        Assert.Equal(401, old.Status);
        Assert.Equal((204, string.Empty), (removed.Status, removed.Body));
        Assert.Equal("[]", (await admin.GetAsync($"/clients?clientId={id}")).Body);
    }

    [Theory]
    [InlineData("""{"redirect_uris":["javascript:x"]}""", 400, "invalid_redirect_uri", "A redirect URI uses an illegal scheme")]
    [InlineData("""{"client_id":"mine","redirect_uris":["https://rp.example"]}""", 400, "invalid_client_metadata", "Client Identifier included")]
    [InlineData("""{"redirect_uris":["https://rp.example"],"token_endpoint_auth_method":"nope"}""", 400, "invalid_client_metadata", "Client metadata invalid")]
    [InlineData("""{"redirect_uris":["https://rp.example"],"scope":"email nope"}""", 403, "insufficient_scope", "Policy 'Allowed Client Scopes' rejected request to client-registration service. Details: Not permitted to use specified clientScope")]
    [InlineData("{", 400, "invalid_request", "Cannot parse the JSON")]
    public async Task Metadata_that_cannot_be_are_refused(string body, int status, string error, string description)
    {
        var admin = await AdminApi.CreateAsync(server);

        var refused = await SendAsync(admin, HttpMethod.Post, "openid-connect", body, await InviteAsync(admin));

        Assert.Equal((status, error, description), (refused.Status, refused.Error, refused.Description));
    }

    [Fact]
    public async Task A_registration_may_not_bring_mappers_that_give_roles_away()
    {
        var admin = await AdminApi.CreateAsync(server);

        var refused = await SendAsync(
            admin, HttpMethod.Post, "default", """{"clientId":"x","protocolMappers":[{"name":"r","protocol":"openid-connect","protocolMapper":"oidc-hardcoded-role-mapper","config":{"role":"admin"}}]}""", await InviteAsync(admin));

        Assert.Equal((403, "insufficient_scope"), (refused.Status, refused.Error));
    }

    [Fact]
    public async Task Keycloaks_own_format_works_too()
    {
        var admin = await AdminApi.CreateAsync(server);

        var made = await SendAsync(admin, HttpMethod.Post, "default", """{"clientId":"own","redirectUris":["https://d.example/*"]}""", await InviteAsync(admin));
        var again = await SendAsync(admin, HttpMethod.Post, "default", """{"clientId":"own"}""", await InviteAsync(admin));
        var token = made.Text("registrationAccessToken");
        var renamed = await SendAsync(admin, HttpMethod.Put, "default/own", """{"clientId":"other"}""", token);
        var installed = await SendAsync(admin, HttpMethod.Get, "install/own", body: null, token);

        Assert.Equal((201, "own"), (made.Status, made.Text("clientId")));
        Assert.EndsWith($"/realms/{admin.Realm}/clients-registrations/default/own", made.Header("Location"), StringComparison.Ordinal);
        Assert.Equal((400, "Client Identifier in use"), Refusal(again));
        Assert.Equal((400, "Client Identifier modified"), Refusal(renamed));
        Assert.Equal(("own", made.Text("secret")), (installed.Text("resource"), installed.Json.GetProperty("credentials").GetProperty("secret").GetString()));
    }

    [Fact]
    public async Task A_token_of_one_kind_or_client_does_not_serve_as_another()
    {
        var admin = await AdminApi.CreateAsync(server);
        var invitation = await InviteAsync(admin);
        var first = await SendAsync(admin, HttpMethod.Post, "openid-connect", App, invitation);
        var second = await SendAsync(admin, HttpMethod.Post, "openid-connect", App, invitation);

        Assert.Equal(401, (await SendAsync(admin, HttpMethod.Get, $"openid-connect/{first.Text("client_id")}", null, second.Text("registration_access_token"))).Status);
        Assert.Equal((401, "Not initial access token allowed"), Refusal(await SendAsync(admin, HttpMethod.Get, $"openid-connect/{first.Text("client_id")}", null, invitation)));
        Assert.Equal(401, (await SendAsync(admin, HttpMethod.Delete, $"openid-connect/{first.Text("client_id")}", null, invitation)).Status);
        Assert.Equal(401, (await SendAsync(admin, HttpMethod.Post, "openid-connect", App, first.Text("registration_access_token"))).Status);
        Assert.Equal(401, (await SendAsync(admin, HttpMethod.Get, $"openid-connect/{first.Text("client_id")}", null, "abc")).Status);
        Assert.Equal(404, (await SendAsync(admin, HttpMethod.Post, "nope", App, invitation)).Status);
    }

    [Fact]
    public async Task An_administrator_renews_the_owners_token()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/clients", """{"clientId":"app","secret":"hush"}""");

        var first = await admin.PostAsync($"/clients/{id}/registration-access-token", "{}");
        var second = await admin.PostAsync($"/clients/{id}/registration-access-token", "{}");

        Assert.Equal((200, "**********"), (first.Status, first.Text("secret")));
        Assert.Equal(401, (await SendAsync(admin, HttpMethod.Get, "openid-connect/app", null, first.Text("registrationAccessToken"))).Status);
        Assert.Equal(200, (await SendAsync(admin, HttpMethod.Get, "openid-connect/app", null, second.Text("registrationAccessToken"))).Status);
    }

    private static async Task<string> InviteAsync(AdminApi admin) =>
        (await admin.PostAsync("/clients-initial-access", new JsonObject { ["count"] = 10 })).Text("token");

    private async Task<Answer> SendAsync(AdminApi admin, HttpMethod method, string path, string? body, string? token)
    {
        using var request = new HttpRequestMessage(method, $"{server.BaseUrl}/realms/{admin.Realm}/clients-registrations/{path}");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await Answer.OfAsync(await server.Http.SendAsync(request));
    }

    private static (int, string?) Refusal(Answer answer) => (answer.Status, answer.Description);
}
