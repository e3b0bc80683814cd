using System.Text.Json.Nodes;
using Identity.Gateway.Tests.Fixtures;
using Identity.Grains.Clients;
using Identity.Grains.Clients.Addresses;

namespace Identity.Gateway.Tests.Admin.Clients;

/// <summary>Every kind of address that a client can name, against every way to make it dangerous.</summary>
public class AddressTable(GatewayServer server)
{
    private static readonly string[] Scripts =
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)", "\u0001javascript:alert(1)", "javascript%3Aalert(1)", "java%0ascript:x",
        "javascript://a.example/%0aalert(1)", "vbscript:x", "data:text/html,x", "data:text/html;base64,PHNjcmlwdD4=", "data:image/svg+xml,x", "DATA:,x", "file:///etc/passwd",
        "blob:https://a.example/x", "about:blank", "filesystem:https://a.example/x", "view-source:https://a.example", "jar:http://a.example!/x", "\u200bjavascript:x", "feed:javascript:alert(1)", "myapp:x:data:text/html,x", "feed:feed:%6Aavascript:x",
    ];

    private static readonly string[] Misleading =
    [
        "https://user@a.example/", "https://user:pw@a.example/", "https://a.example@evil.example/", "https://a.example\\@evil.example", "https://a.example\\evil",
        "//evil.example/x", "https://a.example/%00", "https://a.example/%0d%0aLocation:x", "https://a.example/\u0000", "https://a.example/\u001b[31m", "https://a.example/\u202etxt",
        "https://a.example/\u2028", "https://a.example\u200b/",
    ];

    private static readonly string[] NotWeb = ["myapp://cb", "ftp://a.example/x", "mailto:a@a.example", "urn:x", "ws://a.example", "ldap://a.example", "gopher://a.example/x", "a.example"];

    private static readonly string[] NoAddress = ["https://", "https:///x", "http:a.example", "https://a b", "https://a.example:99999/", "https://a.example:x/", "https://a.example/%zz", "https://ä.example/"];

    private static IEnumerable<AddressKind> All =>
        [AddressKinds.Redirect, AddressKinds.WebOrigin, AddressKinds.Root, AddressKinds.Home, AddressKinds.Admin, AddressKinds.Sector, .. AddressKinds.Attributes.Values];

    [Fact]
    public void What_runs_or_misleads_is_refused_for_every_kind()
    {
        var taken = All.Concat([AddressKinds.Of("saml_single_logout_service_url_post")!, AddressKinds.Of("my.own.uri")!])
            .SelectMany(kind => Scripts.Concat(Misleading).Where(kind.Allows).Select(address => $"{kind.Field}: {address}"));

        Assert.Empty(taken);
    }

    [Fact]
    public void Only_what_a_browser_or_the_server_can_follow_is_taken_where_one_of_them_does()
    {
        var taken = All.Where(kind => kind.Schemes == AddressSchemes.Web).SelectMany(kind => NotWeb.Concat(NoAddress).Where(kind.Allows).Select(address => $"{kind.Field}: {address}"));

        Assert.Empty(taken);
        Assert.True(AddressKinds.Redirect.Allows("myapp://cb"));
        Assert.True(AddressKinds.PostLogout.Allows("com.example.app:/bye"));
    }

    [Fact]
    public void An_honest_address_is_taken_for_every_kind() => Assert.All(All, kind => Assert.True(kind.Allows("https://a.example:8443/x?a=b"), kind.Field));

    [Fact]
    public void A_fragment_is_refused_where_the_standards_refuse_it() =>
        Assert.Equal(
            ["redirectUris", "rootUrl", "sectorIdentifierUri", "backchannel.logout.url", "frontchannel.logout.url", "jwks.url", "initiate.login.uri", "post.logout.redirect.uris", "ciba.backchannel.client.notification.endpoint"],
            All.Where(kind => kind != AddressKinds.WebOrigin && kind.Judge("https://a.example/#f") == AddressFault.Fragment).Select(kind => kind.Field));

    [Fact]
    public void A_picture_may_stand_where_a_logo_does_and_nothing_else()
    {
        Assert.Equal(["logoUri"], All.Where(kind => kind.Allows("data:image/png;base64,iVBORw0KGgo=")).Select(kind => kind.Field));
    }

    [Fact]
    public void Every_field_and_attribute_of_a_client_is_looked_at()
    {
        var client = new ClientState
        {
            Id = "x", ClientId = "x", RootUrl = "https://1", BaseUrl = "https://2", AdminUrl = "https://3", RedirectUris = ["https://4"], WebOrigins = ["https://5"],
            Attributes = AddressKinds.Attributes.Keys.Append("saml_assertion_consumer_url_post").ToDictionary(name => name, name => $"https://{name}"),
        };

        var found = NamedAddress.Of(client).Select(address => address.Text).ToList();

        Assert.Superset(client.Attributes.Values.Concat(["https://1", "https://2", "https://3", "https://4", "https://5"]).ToHashSet(), found.ToHashSet());
    }

    [Fact]
    public async Task The_rule_holds_on_every_way_in()
    {
        var admin = await AdminApi.CreateAsync(server);
        var known = await admin.CreateAsync("/clients", """{"clientId":"known"}""");
        var bad = new JsonObject { ["initiate.login.uri"] = "javascript:alert(1)" };
        var client = new JsonObject { ["clientId"] = "x", ["attributes"] = bad };
        var token = (await admin.PostAsync("/clients-initial-access", """{"count":10}""")).Text("token");
        var realm = $"n{Guid.NewGuid():N}";

        Assert.Equal("Initiate login URL uses an illegal scheme", (await admin.PostAsync("/clients", client)).Description);
        Assert.Equal("Initiate login URL uses an illegal scheme", (await admin.PutAsync($"/clients/{known}", new JsonObject { ["attributes"] = bad.DeepClone() })).Description);
        Assert.Equal(400, (await admin.PostAsync("/partialImport", new JsonObject { ["clients"] = new JsonArray(client.DeepClone()) })).Status);
        Assert.Equal(400, (await admin.PostAsync("/admin/realms", new JsonObject { ["realm"] = realm, ["clients"] = new JsonArray(client.DeepClone()) })).Status);
        Assert.Equal(404, (await admin.In(realm).GetAsync(string.Empty)).Status);
        var registered = await RegisterAsync(admin, token, """{"redirect_uris":["https://rp.example/cb"],"initiate_login_uri":"javascript:alert(1)"}""");
        Assert.Equal((400, "invalid_client_metadata"), (registered.Status, registered.Error));
        Assert.Equal("[]", (await admin.GetAsync("/clients?clientId=x")).Body);
    }

    [Theory]
    [InlineData("redirect_uris", """["https://evil.example/cb"]""")]
    [InlineData("post_logout_redirect_uris", """["https://evil.example/bye"]""")]
    [InlineData("backchannel_logout_uri", "\"https://evil.example/x\"")]
    [InlineData("frontchannel_logout_uri", "\"https://evil.example/x\"")]
    [InlineData("jwks_uri", "\"https://evil.example/x\"")]
    [InlineData("initiate_login_uri", "\"https://evil.example/x\"")]
    [InlineData("client_uri", "\"https://evil.example/x\"")]
    [InlineData("logo_uri", "\"https://evil.example/x\"")]
    [InlineData("policy_uri", "\"https://evil.example/x\"")]
    [InlineData("tos_uri", "\"https://evil.example/x\"")]
    [InlineData("request_uris", """["https://evil.example/x"]""")]
    [InlineData("backchannel_logout_uri", "\"https://rp.example.evil.example/x\"")]
    public async Task A_realm_that_trusts_hosts_wants_every_address_on_one_of_them(string field, string value)
    {
        var admin = await AdminApi.CreateAsync(server);
        await TrustAsync(admin);
        var trusted = value.Replace("rp.example.evil.example", "rp.example", StringComparison.Ordinal).Replace("evil.example", "rp.example", StringComparison.Ordinal);

        var refused = await RegisterAsync(admin, token: null, With(value));
        var made = await RegisterAsync(admin, token: null, With(trusted));

        Assert.Equal((403, "Policy 'Trusted Hosts' rejected request to client-registration service. Details: URL doesn't match any trusted host or trusted domain"), (refused.Status, refused.Description));
        Assert.True(made.Status == 201, made.Body);

        string With(string sent) => field == "redirect_uris" ? $$"""{"redirect_uris":{{sent}}}""" : $$"""{"redirect_uris":["https://rp.example/cb"],"{{field}}":{{sent}}}""";
    }

    private static async Task TrustAsync(AdminApi admin)
    {
        var policies = await admin.GetAsync("/components?type=org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy&name=Trusted%20Hosts");
        await admin.DeleteAsync($"/components/{policies.Json[0].GetProperty("id").GetString()}");
        await admin.PostAsync("/components", """{"name":"Trusted Hosts","providerId":"trusted-hosts","providerType":"org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy","subType":"anonymous","config":{"trusted-hosts":["127.0.0.1","rp.example"]}}""");
    }

    private async Task<Answer> RegisterAsync(AdminApi admin, string? token, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{server.BaseUrl}/realms/{admin.Realm}/clients-registrations/openid-connect");
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return await Answer.OfAsync(await server.Http.SendAsync(request));
    }
}
