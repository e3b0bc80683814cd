using System.Net;
using System.Text.Json;
using Identity.Gateway.Tests.Hosting;

namespace Identity.Gateway.Tests.Logout;

public class LoggingOut(GatewayHost host)
{
    [Theory]
    [InlineData("post_logout_redirect_uri=https%3A%2F%2Fevil.example%2F&client_id=shop", "Invalid redirect uri")]
    [InlineData("post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A9999%2Fout", "Missing parameters: id_token_hint")]
    [InlineData("id_token_hint=abc", "Invalid parameter: id_token_hint")]
    [InlineData("post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A9999%2Fout&client_id=nope", "Client not found.")]
    [InlineData("client_id=shop&client_id=shop", "Invalid Request")]
    public async Task A_wrong_request_is_refused_on_our_page(string query, string message)
    {
        using var browser = new Browser(host);
        await browser.LogInAsync();

        var answer = await browser.GetAsync($"{browser.Realm}/protocol/openid-connect/logout?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(message, answer.Body, StringComparison.Ordinal);
        Assert.NotEmpty((await browser.GetAsync(browser.AuthorizeUrl(("prompt", "none")))).Code);
    }

    [Theory]
    [InlineData("id_token_hint")]
    [InlineData("post_logout_redirect_uri")]
    [InlineData("client_id")]
    [InlineData("state")]
    [InlineData("something_else")]
    public async Task A_parameter_in_query_and_form_is_refused_whichever_of_them_has_the_value(string name)
    {
        using var browser = new Browser(host);
        var hint = (await browser.RedeemAsync((await browser.LogInAsync()).Code)).Text("id_token")!;
        var logout = $"{browser.Realm}/protocol/openid-connect/logout";
        var value = name == "id_token_hint" ? hint : "shop";

        foreach (var (inQuery, inForm) in ((string, string)[])[(value, value), (value, "other"), (value, ""), ("", value)])
        {
            (string, string)[] form = name == "id_token_hint" ? [(name, inForm)] : [(name, inForm), ("id_token_hint", hint)];
            var answer = await browser.PostAsync($"{logout}?{name}={inQuery}", form);

            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Contains("Invalid Request", answer.Body, StringComparison.Ordinal);
        }

        Assert.NotEmpty((await browser.GetAsync(browser.AuthorizeUrl(("prompt", "none")))).Code);
    }

    [Theory]
    [InlineData("refresh_token=x", "refresh_token", "x")]
    [InlineData("client_id=shop", "client_id", "shop")]
    [InlineData("client_id=other", "client_id", "shop")]
    public async Task A_logout_by_token_whose_parameter_is_in_query_and_form_ends_nothing(string query, string name, string value)
    {
        using var browser = new Browser(host);
        var token = (await browser.RedeemAsync((await browser.LogInAsync()).Code)).Text("refresh_token")!;
        (string, string)[] form = name == "refresh_token" ? [("client_id", "shop"), ("refresh_token", token)] : [("refresh_token", token), (name, value)];

        var refused = await browser.PostAsync($"{browser.Realm}/protocol/openid-connect/logout?{query}", form);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (refused.Status, refused.Text("error")));
        Assert.NotEmpty((await browser.GetAsync(browser.AuthorizeUrl(("prompt", "none")))).Code);
        Assert.Equal(HttpStatusCode.NoContent, (await browser.PostAsync($"{browser.Realm}/protocol/openid-connect/logout", form)).Status);
    }

    [Fact]
    public async Task Parameters_may_be_divided_between_query_and_form()
    {
        using var browser = new Browser(host);
        var hint = (await browser.RedeemAsync((await browser.LogInAsync()).Code)).Text("id_token")!;

        var done = await browser.PostAsync($"{browser.Realm}/protocol/openid-connect/logout?state=st&client_id=shop", ("id_token_hint", hint));

        Assert.Contains("You are logged out", done.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_hint_the_person_is_asked_first()
    {
        using var browser = new Browser(host);
        await browser.LogInAsync();

        var page = await browser.GetAsync($"{browser.Realm}/protocol/openid-connect/logout");
        var code = page.Body.Split("name=\"session_code\" value=\"")[1].Split('"')[0];
        Assert.Contains("Do you want to log out?", page.Body, StringComparison.Ordinal);
        Assert.NotEmpty((await browser.GetAsync(browser.AuthorizeUrl(("prompt", "none")))).Code);
        var done = await browser.PostAsync(page.FormAction, ("session_code", code), ("confirmLogout", "Logout"));

        Assert.Contains("You are logged out", done.Body, StringComparison.Ordinal);
        Assert.Equal("login_required", (await browser.GetAsync(browser.AuthorizeUrl(("prompt", "none")))).Parameter("error"));
    }

    [Fact]
    public async Task A_client_that_is_gone_keeps_nobody_from_logging_out()
    {
        using var browser = new Browser(host);
        await browser.LogInAsync();

        var page = await browser.GetAsync($"{browser.Realm}/protocol/openid-connect/logout?client_id=nope");

        Assert.Contains("Do you want to log out?", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hint_of_another_client_is_refused()
    {
        using var browser = new Browser(host);
        var tokens = await TokensAsync(browser);

        var answer = await browser.GetAsync($"{browser.Realm}/protocol/openid-connect/logout?client_id=bearer&id_token_hint={tokens.GetProperty("id_token").GetString()}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(">Invalid parameter: id_token_hint</p>", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_clients_refresh_token_ends_nothing()
    {
        using var browser = new Browser(host);
        var refreshToken = (await TokensAsync(browser)).GetProperty("refresh_token").GetString()!;

        var answer = await browser.PostAsync($"{browser.Realm}/protocol/openid-connect/logout", ("client_id", "no-standard-flow"), ("refresh_token", refreshToken));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("Token client and authorized client don", answer.Body, StringComparison.Ordinal);
        Assert.NotEmpty((await browser.GetAsync(browser.AuthorizeUrl(("prompt", "none")))).Code);
    }

    [Fact]
    public async Task Another_sites_form_cannot_confirm()
    {
        using var attacker = new Browser(host);
        using var victim = new Browser(host);
        await attacker.LogInAsync();
        await victim.LogInAsync();
        var page = await attacker.GetAsync($"{attacker.Realm}/protocol/openid-connect/logout");
        var code = page.Body.Split("name=\"session_code\" value=\"")[1].Split('"')[0];

        var answer = await victim.PostAsync(page.FormAction, ("session_code", code));

        Assert.Contains("Do you want to log out?", answer.Body, StringComparison.Ordinal);
        Assert.NotEmpty((await victim.GetAsync(victim.AuthorizeUrl(("prompt", "none")))).Code);
    }

    [Fact]
    public async Task An_id_token_hint_ends_the_session_and_leads_back()
    {
        using var browser = new Browser(host);
        var tokens = await TokensAsync(browser);

        var answer = await browser.GetAsync(
            $"{browser.Realm}/protocol/openid-connect/logout?id_token_hint={tokens.GetProperty("id_token").GetString()}&post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A9999%2Fout&state=s1");

        Assert.Equal("http://localhost:9999/out?state=s1", answer.Location);
        Assert.Equal("login_required", (await browser.GetAsync(browser.AuthorizeUrl(("prompt", "none")))).Parameter("error"));
    }

    [Fact]
    public async Task A_refresh_token_ends_its_session_and_may_do_so_twice()
    {
        using var browser = new Browser(host);
        var tokens = await TokensAsync(browser);
        var refreshToken = tokens.GetProperty("refresh_token").GetString()!;
        var logout = $"{browser.Realm}/protocol/openid-connect/logout";

        var first = await browser.PostAsync(logout, ("client_id", "shop"), ("refresh_token", refreshToken));
        var second = await browser.PostAsync(logout, ("client_id", "shop"), ("refresh_token", refreshToken));
        var nobody = await browser.PostAsync(logout, ("refresh_token", refreshToken));
        var garbage = await browser.PostAsync(logout, ("client_id", "shop"), ("refresh_token", "abc"));

        Assert.Equal(HttpStatusCode.NoContent, first.Status);
        Assert.Equal(HttpStatusCode.NoContent, second.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.Status);
        Assert.Equal(HttpStatusCode.BadRequest, garbage.Status);
        Assert.Equal("login_required", (await browser.GetAsync(browser.AuthorizeUrl(("prompt", "none")))).Parameter("error"));
    }

    private static async Task<JsonElement> TokensAsync(Browser browser)
    {
        var login = await browser.LogInAsync();
        var answer = await browser.PostAsync(
            $"{browser.Realm}/protocol/openid-connect/token",
            ("grant_type", "authorization_code"),
            ("client_id", "shop"),
            ("code", login.Code),
            ("redirect_uri", Browser.RedirectUri),
            ("code_verifier", new string('v', 43)));
        using var document = JsonDocument.Parse(answer.Body);
        return document.RootElement.Clone();
    }
}
