using System.Net;
using Identity.Gateway.Tests.Admin;
using Identity.Gateway.Tests.Fixtures;
using Browser = Identity.Gateway.Tests.Hosting.Browser;

namespace Identity.Gateway.Tests.Login;

/// <summary>A step of a login that somebody kept: it begins a session once, and none after what ends sessions.</summary>
public class FinishedLogins(GatewayServer server)
{
    private const string Shop =
        """{"clientId":"shop","publicClient":true,"consentRequired":true,"redirectUris":["http://localhost:9999/callback"]}""";

    private const string Direct = """{"clientId":"shop","publicClient":true,"redirectUris":["http://localhost:9999/callback"]}""";

    private const string Ann =
        """{"username":"ann","enabled":true,"email":"ann@example.org","firstName":"Ann","lastName":"Lee","credentials":[{"type":"password","value":"ann-password"}]}""";

    public static TheoryData<string> Ends =>
        ["user logout", "user logout twice", "realm logout", "client not-before", "password", "same password", "disabled", "deleted", "client disabled", "factor"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_step_that_was_kept_begins_no_session_after(string end)
    {
        var (admin, user) = await CreateAsync();
        using var browser = new Browser(server.BaseUrl, admin.Realm);
        if (end == "user logout twice")
        {
            await admin.PostAsync($"/users/{user}/logout", "");
        }

        var page = await ConsentAsync(browser);

        await EndAsync(admin, user, end);
        var answer = await browser.PostAsync(page.FormAction, ("accept", "Yes"));

        Assert.Null(answer.Parameter("code"));
        Assert.Null(browser.CookieValue("KEYCLOAK_IDENTITY"));
        if (end != "deleted")
        {
            Assert.Empty((await admin.GetAsync($"/users/{user}/sessions")).Json.EnumerateArray());
        }
    }

    [Fact]
    public async Task A_step_that_was_kept_begins_no_session_after_a_logout_in_its_browser()
    {
        var (admin, user) = await CreateAsync();
        using var browser = new Browser(server.BaseUrl, admin.Realm);
        var kept = await ConsentAsync(browser);
        var cookie = browser.CookieValue("AUTH_SESSION_ID");
        var done = await browser.PostAsync((await ConsentAsync(browser)).FormAction, ("accept", "Yes"));
        await LogOutAsync(browser, done.Code);
        Assert.Empty((await admin.GetAsync($"/users/{user}/sessions")).Json.EnumerateArray());

        using var thief = new Browser(server.BaseUrl, admin.Realm);
        thief.Cookies.Add(new Uri($"{thief.Realm}/"), new Cookie("AUTH_SESSION_ID", cookie));
        var answer = await thief.PostAsync(kept.FormAction, ("accept", "Yes"));

        Assert.Null(answer.Parameter("code"));
        Assert.Empty((await admin.GetAsync($"/users/{user}/sessions")).Json.EnumerateArray());
    }

    [Fact]
    public async Task A_finished_login_begins_nothing_when_its_session_has_ended()
    {
        var (admin, user) = await CreateAsync();
        using var browser = new Browser(server.BaseUrl, admin.Realm);
        var page = await ConsentAsync(browser);
        Assert.NotEmpty((await browser.PostAsync(page.FormAction, ("accept", "Yes"))).Code);
        var session = (await admin.GetAsync($"/users/{user}/sessions")).Json[0].GetProperty("id").GetString();
        Assert.Equal(204, (await admin.DeleteAsync($"/sessions/{session}")).Status);

        var again = await browser.PostAsync(page.FormAction, ("accept", "Yes"));

        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Contains("id=\"kc-form-login\"", again.Body, StringComparison.Ordinal);
        Assert.Empty((await admin.GetAsync($"/users/{user}/sessions")).Json.EnumerateArray());
    }

    [Fact]
    public async Task A_form_that_is_sent_eight_times_at_once_begins_one_session_and_each_answer_leads_to_the_application()
    {
        var (admin, user) = await CreateAsync();
        using var browser = new Browser(server.BaseUrl, admin.Realm);
        var page = await ConsentAsync(browser);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.PostAsync(page.FormAction, ("accept", "Yes"))));

        Assert.All(answers, answer => Assert.NotEmpty(answer.Code));
        Assert.Single(answers.Select(answer => answer.Parameter("session_state")).Distinct());
        Assert.Single((await admin.GetAsync($"/users/{user}/sessions")).Json.EnumerateArray());
    }

    [Fact]
    public async Task A_password_form_that_is_sent_eight_times_at_once_begins_one_session_and_each_answer_leads_to_the_application()
    {
        var (admin, user) = await CreateAsync(Direct);
        using var browser = new Browser(server.BaseUrl, admin.Realm);
        var page = await browser.GetAsync(browser.AuthorizeUrl());

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.SubmitLoginAsync(page, "ann", "ann-password")));

        Assert.All(answers, answer => Assert.NotEmpty(answer.Code));
        Assert.Single(answers.Select(answer => answer.Parameter("session_state")).Distinct());
        Assert.Single((await admin.GetAsync($"/users/{user}/sessions")).Json.EnumerateArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_password_form_of_a_finished_login_begins_nothing_when_its_session_has_ended(bool wrongPasswordFirst)
    {
        var (admin, user) = await CreateAsync(Direct);
        using var browser = new Browser(server.BaseUrl, admin.Realm);
        var first = await browser.GetAsync(browser.AuthorizeUrl());
        var page = wrongPasswordFirst ? await browser.SubmitLoginAsync(first, "ann", "wrong") : first;
        Assert.NotEmpty((await browser.SubmitLoginAsync(page, "ann", "ann-password")).Code);
        await EndSessionAsync(admin, user);

        // Whichever of its pages is sent again.
        var again = await browser.SubmitLoginAsync(first, "ann", "ann-password");

        Assert.Contains("id=\"kc-form-login\"", again.Body, StringComparison.Ordinal);
        Assert.Empty((await admin.GetAsync($"/users/{user}/sessions")).Json.EnumerateArray());
        Assert.NotEmpty((await browser.SubmitLoginAsync(again, "ann", "ann-password")).Code);
    }

    [Fact]
    public async Task The_password_form_of_a_login_that_consent_has_finished_begins_no_other_session()
    {
        var (admin, user) = await CreateAsync();
        using var browser = new Browser(server.BaseUrl, admin.Realm);
        var page = await browser.GetAsync(browser.AuthorizeUrl());
        var consent = await browser.GetAsync((await browser.SubmitLoginAsync(page, "ann", "ann-password")).Location!);
        Assert.NotEmpty((await browser.PostAsync(consent.FormAction, ("accept", "Yes"))).Code);
        await EndSessionAsync(admin, user);

        var again = await browser.SubmitLoginAsync(page, "ann", "ann-password");

        Assert.Contains("id=\"kc-form-login\"", again.Body, StringComparison.Ordinal);
        Assert.Empty((await admin.GetAsync($"/users/{user}/sessions")).Json.EnumerateArray());
    }

    [Fact]
    public async Task A_login_that_was_finished_by_a_session_of_another_tab_begins_none_of_its_own_later()
    {
        var (admin, user) = await CreateAsync(Direct);
        using var browser = new Browser(server.BaseUrl, admin.Realm);
        var kept = await browser.GetAsync(browser.AuthorizeUrl());
        var session = (await browser.LogInAsync("ann", "ann-password")).Parameter("session_state");
        Assert.Equal(session, (await browser.SubmitLoginAsync(kept, "ann", "ann-password")).Parameter("session_state"));
        await EndSessionAsync(admin, user);

        var again = await browser.SubmitLoginAsync(kept, "ann", "ann-password");

        Assert.Contains("id=\"kc-form-login\"", again.Body, StringComparison.Ordinal);
        Assert.Empty((await admin.GetAsync($"/users/{user}/sessions")).Json.EnumerateArray());
    }

    private static async Task EndSessionAsync(AdminApi admin, string user)
    {
        var session = (await admin.GetAsync($"/users/{user}/sessions")).Json[0].GetProperty("id").GetString();
        Assert.Equal(204, (await admin.DeleteAsync($"/sessions/{session}")).Status);
    }

    private static async Task<Browser.Answer> ConsentAsync(Browser browser)
    {
        var step = await browser.LogInAsync("ann", "ann-password", ("prompt", "login"));
        // Consent is asked for until it is given.
        return await browser.GetAsync(step.Location!);
    }

    private static async Task LogOutAsync(Browser browser, string code)
    {
        var tokens = await browser.RedeemAsync(code);
        await browser.GetAsync($"{browser.Realm}/protocol/openid-connect/logout?id_token_hint={tokens.Text("id_token")}");
    }

    private static Task EndAsync(AdminApi admin, string user, string end) => end switch
    {
        "user logout" or "user logout twice" => admin.PostAsync($"/users/{user}/logout", ""),
        "realm logout" => admin.PostAsync("/logout-all", ""),
        "client not-before" => ChangeClientAsync(admin, $$"""{"clientId":"shop","notBefore":{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}}"""),
        "password" => admin.PutAsync($"/users/{user}/reset-password", """{"type":"password","value":"another-password","temporary":false}"""),
        "same password" => admin.PutAsync($"/users/{user}/reset-password", """{"type":"password","value":"ann-password","temporary":false}"""),
        "disabled" => admin.PutAsync($"/users/{user}", """{"enabled":false}"""),
        "deleted" => admin.DeleteAsync($"/users/{user}"),
        "client disabled" => ChangeClientAsync(admin, """{"clientId":"shop","enabled":false}"""),
        "factor" => admin.PutAsync($"/users/{user}", """{"credentials":[{"type":"otp","secretData":"{\"value\":\"abcdefghijklmnopqrst\"}","credentialData":"{\"subType\":\"totp\",\"digits\":6,\"period\":30,\"algorithm\":\"HmacSHA1\"}"}]}"""),
        _ => throw new ArgumentException(end, nameof(end)),
    };

    private static async Task ChangeClientAsync(AdminApi admin, string body) => await admin.PutAsync($"/clients/{await admin.ClientAsync("shop")}", body);

    private async Task<(AdminApi Admin, string User)> CreateAsync(string client = Shop)
    {
        var admin = await AdminApi.CreateAsync(server);
        await admin.CreateAsync("/clients", client);
        return (admin, await admin.CreateAsync("/users", Ann));
    }
}
