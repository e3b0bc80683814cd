using System.Text.Json.Nodes;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Clients;

/// <summary>Clients over the admin API.</summary>
public class ClientRecords(GatewayServer server)
{
    private const string Keys = "id clientId surrogateAuthRequired enabled alwaysDisplayInConsole clientAuthenticatorType secret redirectUris webOrigins notBefore "
        + "bearerOnly consentRequired standardFlowEnabled implicitFlowEnabled directAccessGrantsEnabled serviceAccountsEnabled publicClient frontchannelLogout "
        + "protocol attributes authenticationFlowBindingOverrides fullScopeAllowed nodeReRegistrationTimeout defaultClientScopes optionalClientScopes access";

    [Fact]
    public async Task A_client_that_says_nothing_is_confidential_and_has_the_realms_scopes()
    {
        var admin = await AdminApi.CreateAsync(server);

        var id = await admin.CreateAsync("/clients/", "{}");

        var client = await admin.GetAsync($"/clients/{id}");
        Assert.Equal(Keys, client.Keys);
        Assert.Equal(id, client.Text("clientId"));
        Assert.Equal(86, client.Text("secret").Length);
        Assert.Equal(("False", "False"), (client.Text("publicClient"), client.Text("directAccessGrantsEnabled")));
        Assert.Equal("realm_client client.secret.creation.time", string.Join(' ', client.Json.GetProperty("attributes").EnumerateObject().Select(attribute => attribute.Name)));
        Assert.Equal("acr basic email profile roles web-origins", Sorted(client, "defaultClientScopes"));
        Assert.Equal("address microprofile-jwt offline_access organization phone", Sorted(client, "optionalClientScopes"));
        Assert.Equal("""{"view":true,"configure":true,"manage":true}""", client.Json.GetProperty("access").GetRawText());
    }

    [Fact]
    public async Task An_update_changes_what_it_says_and_nothing_else()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/clients", """{"clientId":"app","secret":"s","redirectUris":["https://a.example/*"],"attributes":{"kept":"1","gone":"1","empty":"1"}}""");

        var changed = await admin.PutAsync($"/clients/{id}", """{"description":"text","attributes":{"gone":null,"empty":"","added":"2"},"defaultClientScopes":["email"]}""");

        Assert.Equal((204, string.Empty), (changed.Status, changed.Body));
        var client = await admin.GetAsync($"/clients/{id}");
        Assert.Equal(("app", "text", "s"), (client.Text("clientId"), client.Text("description"), client.Text("secret")));
        Assert.Equal("""["https://a.example"]""", client.Text("webOrigins"));
        Assert.Equal(
            "added=2 kept=1 realm_client=false",
            string.Join(' ', client.Json.GetProperty("attributes").EnumerateObject().Select(attribute => $"{attribute.Name}={attribute.Value}").Order(StringComparer.Ordinal)));
        Assert.Equal("acr basic email profile roles web-origins", Sorted(client, "defaultClientScopes"));
    }

    [Fact]
    public async Task A_client_that_becomes_public_loses_its_secret_and_gets_a_new_one_later()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/clients", """{"clientId":"app","secret":"s"}""");

        await admin.PutAsync($"/clients/{id}", """{"publicClient":true}""");
        var asPublic = await admin.GetAsync($"/clients/{id}");
        await admin.PutAsync($"/clients/{id}", """{"publicClient":false}""");
        var again = await admin.GetAsync($"/clients/{id}");

        Assert.DoesNotContain("secret ", asPublic.Keys, StringComparison.Ordinal);
        Assert.Equal(86, again.Text("secret").Length);
    }

    [Theory]
    [InlineData("""{"clientId":""}""", "Client ID cannot be blank")]
    [InlineData("""{"clientId":"x","protocol":"nope"}""", "Invalid protocol: nope")]
    [InlineData("""{"clientId":"x","redirectUris":["javascript:alert(1)"]}""", "A redirect URI uses an illegal scheme")]
    [InlineData("""{"clientId":"x","redirectUris":["JavaScript:alert(1)"]}""", "A redirect URI uses an illegal scheme")]
    [InlineData("""{"clientId":"x","redirectUris":["data:x"]}""", "A redirect URI uses an illegal scheme")]
    [InlineData("""{"clientId":"x","redirectUris":["http://a.example/#f"]}""", "A redirect URI must not contain an URL fragment")]
    [InlineData("""{"clientId":"x","redirectUris":["https://a b"]}""", "A redirect URI is not a valid URI")]
    [InlineData("""{"clientId":"x","rootUrl":"javascript:x"}""", "Root URL uses an illegal scheme")]
    [InlineData("""{"clientId":"x","rootUrl":"nope"}""", "Root URL is not a valid URL")]
    [InlineData("""{"clientId":"x","rootUrl":"/rel"}""", "Root URL is not a valid URL")]
    [InlineData("""{"clientId":"x","rootUrl":"http://a.example/#f"}""", "Root URL must not contain an URL fragment")]
    [InlineData("""{"clientId":"x","baseUrl":"data:x"}""", "Base URL uses an illegal scheme")]
    [InlineData("""{"clientId":"x","baseUrl":"nope nope"}""", "Base URL is not a valid URL")]
    [InlineData("""{"clientId":"x","adminUrl":"nope"}""", "Admin URL is not a valid URL")]
    [InlineData("""{"clientId":"x","attributes":{"logoUri":"javascript:x"}}""", "Logo URL uses an illegal scheme")]
    [InlineData("""{"clientId":"x","attributes":{"policyUri":"javascript:x"}}""", "Policy URL uses an illegal scheme")]
    [InlineData("""{"clientId":"x","attributes":{"tosUri":"javascript:x"}}""", "Terms of service URL uses an illegal scheme")]
    [InlineData("""{"clientId":"x","attributes":{"post.logout.redirect.uris":"+##javascript:x"}}""", "A post-logout redirect URI uses an illegal scheme")]
    [InlineData("""{"clientId":"x","attributes":{"post.logout.redirect.uris":"https://a/#f"}}""", "A post-logout redirect URI must not contain an URL fragment")]
    [InlineData("""{"clientId":"x","attributes":{"jwks.url":"nope"}}""", "JWKS URL is not a valid URL")]
    [InlineData("""{"clientId":"x","attributes":{"backchannel.logout.url":"javascript:x"}}""", "Backchannel logout URL uses an illegal scheme")]
    [InlineData("""{"clientId":"x","attributes":{"frontchannel.logout.url":"nope"}}""", "Front-channel logout URL is not a valid URL")]
    [InlineData("""{"clientId":"x","attributes":{"request.uris":"javascript:x"}}""", "Valid request URIs has a value with illegal scheme")]
    [InlineData("""{"clientId":"x","attributes":{"acr.loa.map":"nope"}}""", "Invalid client configuration (ACR-LOA map) for client")]
    [InlineData("""{"clientId":"x","attributes":{"client.session.idle.timeout":"999999999"}}""", "Client session idle timeout cannot exceed realm SSO session idle timeout.")]
    public async Task A_client_that_must_not_be_is_refused_in_Keycloaks_words(string body, string description)
    {
        var admin = await AdminApi.CreateAsync(server);

        var refused = await admin.PostAsync("/clients", body);

        Assert.Equal((400, "invalid_input", description), (refused.Status, refused.Error, refused.Description));
    }

    [Theory]
    [InlineData("redirectUris", """["*","http://*","myapp://cb","/rel","rel"]""")]
    [InlineData("rootUrl", "\"${authBaseUrl}\"")]
    [InlineData("baseUrl", "\"/rel\"")]
    [InlineData("webOrigins", """["*","nope"]""")]
    public async Task What_Keycloak_stores_is_stored(string field, string value)
    {
        var admin = await AdminApi.CreateAsync(server);

        var id = await admin.CreateAsync("/clients", $$"""{"clientId":"x","{{field}}":{{value}}}""");

        Assert.Equal(value, (await admin.GetAsync($"/clients/{id}")).Json.GetProperty(field).GetRawText());
    }

    [Fact]
    public async Task A_client_id_belongs_to_one_client()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/clients", """{"clientId":"one"}""");
        await admin.CreateAsync("/clients", """{"clientId":"two"}""");

        var again = await admin.PostAsync("/clients", """{"clientId":"one"}""");
        var sameId = await admin.PostAsync("/clients", $$"""{"id":"{{id}}","clientId":"three"}""");
        var renamed = await admin.PutAsync($"/clients/{id}", """{"clientId":"two"}""");

        Assert.Equal((409, """{"errorMessage":"Client one already exists"}"""), (again.Status, again.Body));
        Assert.Equal((409, "Duplicate resource error"), (sameId.Status, sameId.Description));
        Assert.Equal((409, "conflict"), (renamed.Status, renamed.Error));
        Assert.Equal("one", (await admin.GetAsync($"/clients/{id}")).Text("clientId"));
    }

    [Fact]
    public async Task Clients_are_found_by_id_by_part_of_it_and_by_page()
    {
        var admin = await AdminApi.CreateAsync(server);
        await admin.CreateAsync("/clients", """{"clientId":"zeta"}""");

        Assert.Equal("zeta", await NamesAsync("?clientId=zeta"));
        Assert.Equal(string.Empty, await NamesAsync("?clientId=ZET"));
        Assert.Equal("zeta", await NamesAsync("?clientId=ZET&search=true"));
        Assert.Equal("account-console", await NamesAsync("?first=1&max=1"));
        Assert.Equal(string.Empty, await NamesAsync("?max=0"));
        var refused = await admin.GetAsync("/clients?q=secret:x");
        Assert.Equal((400, "Attributes [secret] not allowed for search"), (refused.Status, refused.Description));

        async Task<string> NamesAsync(string query) =>
            string.Join(' ', (await admin.GetAsync($"/clients/{query}")).Json.EnumerateArray().Select(client => client.GetProperty("clientId").GetString()));
    }

    [Fact]
    public async Task A_service_account_comes_goes_and_is_renamed_with_its_client()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/clients", """{"clientId":"Robot","serviceAccountsEnabled":true}""");
        Assert.Contains("service_account", (await admin.GetAsync($"/clients/{id}")).Text("defaultClientScopes"), StringComparison.Ordinal);

        await admin.PutAsync($"/clients/{id}", """{"clientId":"Android"}""");
        var renamed = await admin.GetAsync($"/clients/{id}/service-account-user");
        await admin.PutAsync($"/clients/{id}", """{"serviceAccountsEnabled":false}""");
        var gone = await admin.GetAsync($"/clients/{id}/service-account-user");

        Assert.Equal("service-account-android", renamed.Text("username"));
        Assert.Equal("id username emailVerified enabled createdTimestamp totp disableableCredentialTypes requiredActions notBefore", renamed.Keys);
        Assert.Equal((400, """{"error":"Service account not enabled for the client \u0027Android\u0027"}"""), (gone.Status, gone.Body));
        Assert.DoesNotContain("service_account", (await admin.GetAsync($"/clients/{id}")).Text("defaultClientScopes"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_client_that_manages_the_realm_cannot_be_changed_or_removed()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = (await admin.GetAsync("/clients?clientId=realm-management")).Json[0].GetProperty("id").GetString();

        Assert.Equal(403, (await admin.PutAsync($"/clients/{id}", """{"description":"x"}""")).Status);
        Assert.Equal(403, (await admin.PostAsync($"/clients/{id}/client-secret", "{}")).Status);
        Assert.Equal(403, (await admin.PostAsync($"/clients/{id}/protocol-mappers/models", """{"name":"a","protocol":"openid-connect","protocolMapper":"oidc-sub-mapper"}""")).Status);
        Assert.Equal(403, (await admin.DeleteAsync($"/clients/{id}")).Status);
        Assert.Equal("""{"view":true,"configure":false,"manage":false}""", (await admin.GetAsync($"/clients/{id}")).Text("access"));
    }

    [Fact]
    public async Task A_removed_client_takes_its_service_account_with_it()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/clients", """{"clientId":"app","serviceAccountsEnabled":true}""");

        var removed = await admin.DeleteAsync($"/clients/{id}", "{}");

        Assert.Equal((204, string.Empty), (removed.Status, removed.Body));
        Assert.Equal((404, """{"error":"Could not find client"}"""), Brief(await admin.GetAsync($"/clients/{id}")));
        Assert.Equal((404, """{"error":"Could not find client"}"""), Brief(await admin.DeleteAsync($"/clients/{id}")));
        await admin.CreateAsync("/clients", """{"clientId":"app","serviceAccountsEnabled":true}""");
    }

    [Fact]
    public async Task Changes_made_at_once_are_all_kept()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/clients", """{"clientId":"busy"}""");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(number =>
            admin.PutAsync($"/clients/{id}", new JsonObject { ["attributes"] = new JsonObject { [$"a{number}"] = "1" } })));

        Assert.Equal(8, (await admin.GetAsync($"/clients/{id}")).Json.GetProperty("attributes").EnumerateObject().Count());
    }

    private static (int, string) Brief(Answer answer) => (answer.Status, answer.Body);

    private static string Sorted(Answer client, string field) =>
        string.Join(' ', client.Json.GetProperty(field).EnumerateArray().Select(scope => scope.GetString()).Order(StringComparer.Ordinal));
}
