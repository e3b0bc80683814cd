using System.Net;
using Identity.Gateway.Tests.Hosting;
using Identity.Testing;

namespace Identity.Gateway.Tests.Login;

public class LoginInProgress(GatewayHost host)
{
    [Fact]
    public async Task Two_tabs_both_log_in_and_share_one_session()
    {
        using var browser = new Browser(host);
        var first = await browser.GetAsync(browser.AuthorizeUrl());
        var second = await browser.GetAsync(browser.AuthorizeUrl());

        var one = await browser.SubmitLoginAsync(first, TestRealm.User, TestRealm.Password);
        var two = await browser.SubmitLoginAsync(second, TestRealm.User, TestRealm.Password);

        Assert.NotEmpty(one.Code);
        Assert.Equal(one.Parameter("session_state"), two.Parameter("session_state"));
    }

    [Fact]
    public async Task A_form_without_its_browsers_cookie_logs_nobody_in()
    {
        using var attacker = new Browser(host);
        using var victim = new Browser(host);
        var page = await attacker.GetAsync(attacker.AuthorizeUrl());

        var answer = await victim.SubmitLoginAsync(page, TestRealm.User, TestRealm.Password);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("This page has expired.", answer.Body, StringComparison.Ordinal);
        Assert.Null(victim.CookieValue("KEYCLOAK_IDENTITY"));
    }

    [Fact]
    public async Task A_form_submitted_again_after_the_login_just_works()
    {
        using var browser = new Browser(host);
        var page = await browser.GetAsync(browser.AuthorizeUrl());

        await browser.SubmitLoginAsync(page, TestRealm.User, TestRealm.Password);
        var again = await browser.SubmitLoginAsync(page, TestRealm.User, TestRealm.Password);

        Assert.NotEmpty(again.Code);
    }

    [Fact]
    public async Task Opening_the_forms_address_shows_the_page_again()
    {
        using var browser = new Browser(host);
        var page = await browser.GetAsync(browser.AuthorizeUrl());

        var answer = await browser.GetAsync(page.FormAction);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("id=\"kc-form-login\"", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_begun_in_one_realm_does_not_open_in_another()
    {
        using var browser = new Browser(host);
        var page = await browser.GetAsync(browser.AuthorizeUrl());

        var answer = await browser.PostAsync(page.FormAction.Replace("/realms/acme/", "/realms/other/", StringComparison.Ordinal), ("username", "alice"), ("password", "alice-password"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?session_code=garbage")]
    [InlineData("?session_code=AAAA&session_code=BBBB")]
    public async Task What_we_did_not_seal_is_an_error_page(string query)
    {
        using var browser = new Browser(host);

        var answer = await browser.GetAsync($"{browser.Realm}/login-actions/authenticate{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("An error occurred, please login again through your application.", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_longest_request_still_fits_the_forms_address()
    {
        using var browser = new Browser(host);

        var page = await browser.GetAsync(browser.AuthorizeUrl(("state", new string('s', 2048)), ("nonce", new string('n', 1500))));
        var answer = await browser.SubmitLoginAsync(page, TestRealm.User, TestRealm.Password);

        Assert.Equal(new string('s', 2048), answer.Parameter("state"));
    }

    [Fact]
    public async Task Neither_password_nor_user_name_is_in_an_address()
    {
        using var browser = new Browser(host);

        var refused = await browser.LogInAsync(TestRealm.User, "secret-typed-wrong");

        Assert.DoesNotContain("secret-typed-wrong", refused.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(TestRealm.User, refused.FormAction, StringComparison.Ordinal);
    }
}
