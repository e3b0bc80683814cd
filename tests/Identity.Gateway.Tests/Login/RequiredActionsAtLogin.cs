using Identity.Gateway.Tests.Admin;
using Identity.Gateway.Tests.Fixtures;
using Browser = Identity.Gateway.Tests.Hosting.Browser;

namespace Identity.Gateway.Tests.Login;

/// <summary>What users must do before their login ends.</summary>
public class RequiredActionsAtLogin(GatewayServer server)
{
    private const string Shop = """{"clientId":"shop","publicClient":true,"directAccessGrantsEnabled":true,"redirectUris":["http://localhost:9999/callback"]}""";
    private const string Whole = "\"email\":\"ann@example.org\",\"firstName\":\"Ann\",\"lastName\":\"Lee\",";

    [Fact]
    public async Task Whoever_lacks_something_in_the_profile_fills_it_in()
    {
        var admin = await CreateAsync(string.Empty);
        using var browser = new Browser(server.BaseUrl, admin.Realm);

        var page = await browser.GetAsync((await browser.LogInAsync("ann", "ann-password")).Location!);
        var refused = await browser.PostAsync(page.FormAction, ("email", "bad"), ("firstName", "Ann"), ("lastName", ""));
        var done = await browser.PostAsync(refused.FormAction, ("email", "ann@example.org"), ("firstName", "Ann"), ("lastName", "Lee"), ("department", "x"));

        Assert.Contains("kc-update-profile-form", page.Body, StringComparison.Ordinal);
        Assert.Contains("Invalid email address.", refused.Body, StringComparison.Ordinal);
        Assert.Contains("Please specify Last name.", refused.Body, StringComparison.Ordinal);
        Assert.NotEmpty(done.Code);
        var user = (await admin.GetAsync("/users?username=ann&exact=true")).Json[0];
        Assert.Equal("Lee", user.GetProperty("lastName").GetString());
        Assert.False(user.TryGetProperty("attributes", out _));
    }

    [Fact]
    public async Task Nobody_takes_an_email_that_is_anothers_name()
    {
        var admin = await CreateAsync(string.Empty);
        await admin.CreateAsync("/users", """{"username":"taken@example.org","enabled":true}""");
        using var browser = new Browser(server.BaseUrl, admin.Realm);

        var page = await browser.GetAsync((await browser.LogInAsync("ann", "ann-password")).Location!);
        var refused = await browser.PostAsync(page.FormAction, ("email", "Taken@example.org"), ("firstName", "Ann"), ("lastName", "Lee"));
        var done = await browser.PostAsync(refused.FormAction, ("email", "ann@example.org"), ("firstName", "Ann"), ("lastName", "Lee"));

        Assert.Contains("Email already exists.", refused.Body, StringComparison.Ordinal);
        Assert.NotEmpty(done.Code);
    }

    [Fact]
    public async Task The_password_grant_refuses_who_lacks_something_unless_the_realm_does_not_ask()
    {
        var admin = await CreateAsync(string.Empty);

        var refused = await PasswordAsync(admin);
        await admin.PutAsync("/authentication/required-actions/VERIFY_PROFILE", """{"alias":"VERIFY_PROFILE","name":"Verify Profile","enabled":false,"priority":100}""");
        // The token endpoint follows within a second; a read by the administrator shows this pod the change at once.
        await admin.GetAsync("/authentication/required-actions");
        var issued = await PasswordAsync(admin);

        Assert.Equal((400, "Account is not fully set up"), (refused.Status, refused.Description));
        Assert.Equal(200, issued.Status);
    }

    [Fact]
    public async Task New_users_get_the_default_actions_and_do_them()
    {
        var admin = await CreateAsync(Whole, """{"alias":"TERMS_AND_CONDITIONS","name":"Terms","enabled":true,"defaultAction":true,"priority":20}""");
        using var browser = new Browser(server.BaseUrl, admin.Realm);
        using var other = new Browser(server.BaseUrl, admin.Realm);

        var declined = await other.PostAsync((await other.GetAsync((await other.LogInAsync("ann", "ann-password")).Location!)).FormAction, ("cancel", "Decline"));
        var page = await browser.GetAsync((await browser.LogInAsync("ann", "ann-password")).Location!);
        var done = await browser.PostAsync(page.FormAction, ("accept", "Accept"));

        Assert.Equal("access_denied", declined.Parameter("error"));
        Assert.Contains("kc-terms-form", page.Body, StringComparison.Ordinal);
        Assert.NotEmpty(done.Code);
        Assert.Empty((await admin.GetAsync("/users?username=ann&exact=true&briefRepresentation=false")).Json[0].GetProperty("requiredActions").EnumerateArray());
    }

    [Fact]
    public async Task An_action_that_the_realm_has_not_enabled_is_passed_over()
    {
        var admin = await CreateAsync(Whole + "\"requiredActions\":[\"TERMS_AND_CONDITIONS\"],");
        using var browser = new Browser(server.BaseUrl, admin.Realm);

        Assert.NotEmpty((await browser.LogInAsync("ann", "ann-password")).Code);
    }

    [Fact]
    public async Task An_email_that_is_taken_is_refused()
    {
        var admin = await CreateAsync(string.Empty);
        await admin.CreateAsync("/users", """{"username":"bob","email":"bob@example.org"}""");
        using var browser = new Browser(server.BaseUrl, admin.Realm);

        var page = await browser.GetAsync((await browser.LogInAsync("ann", "ann-password")).Location!);
        var refused = await browser.PostAsync(page.FormAction, ("email", "BOB@example.org"), ("firstName", "Ann"), ("lastName", "Lee"));

        Assert.Contains("Email already exists.", refused.Body, StringComparison.Ordinal);
    }

    private static Task<Answer> PasswordAsync(GatewayServer server, string realm) =>
        new OidcClient(server, realm).TokenAsync("grant_type=password&client_id=shop&username=ann&password=ann-password");

    private Task<Answer> PasswordAsync(AdminApi admin) => PasswordAsync(server, admin.Realm);

    private async Task<AdminApi> CreateAsync(string more, string? action = null)
    {
        var admin = await AdminApi.CreateAsync(server);
        await admin.CreateAsync("/clients", Shop);
        if (action is not null)
        {
            Assert.Equal(204, (await admin.PutAsync("/authentication/required-actions/TERMS_AND_CONDITIONS", action)).Status);
        }

        await admin.CreateAsync("/users", $$"""{"username":"ann","enabled":true,{{more}}"credentials":[{"type":"password","value":"ann-password"}]}""");
        return admin;
    }
}
