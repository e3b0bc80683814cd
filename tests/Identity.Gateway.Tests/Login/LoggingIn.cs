using System.Net;
using Identity.Gateway.Tests.Hosting;
using Identity.Testing;

namespace Identity.Gateway.Tests.Login;

public class LoggingIn(GatewayHost host)
{
    [Fact]
    public async Task A_right_password_leads_back_to_the_client_with_a_code()
    {
        using var browser = new Browser(host);

        var answer = await browser.LogInAsync();

        Assert.Equal(HttpStatusCode.Found, answer.Status);
        Assert.StartsWith($"{Browser.RedirectUri}?state=st&session_state=", answer.Location, StringComparison.Ordinal);
        Assert.Equal(browser.Realm, answer.Parameter("iss"));
        Assert.Equal(3, answer.Code.Split('.').Length);
        Assert.Equal(answer.Code.Split('.')[1], answer.Parameter("session_state"));
        Assert.Contains("httponly", answer.Header("Set-Cookie").Split('\n').Single(cookie => cookie.StartsWith("KEYCLOAK_IDENTITY=", StringComparison.Ordinal)), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("carol", "wrong")]
    [InlineData("nobody-here", "wrong")]
    [InlineData("", "")]
    public async Task A_wrong_password_and_an_unknown_user_get_the_same_page(string username, string password)
    {
        using var browser = new Browser(host);

        var answer = await browser.LogInAsync(username, password);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("id=\"input-error\" class=\"field-error\" role=\"alert\">Invalid username or password.</span>", answer.Body, StringComparison.Ordinal);
        Assert.Contains($"value=\"{username}\"", answer.Body, StringComparison.Ordinal);
        Assert.Contains("aria-describedby=\"input-error\"", answer.Body, StringComparison.Ordinal);
        Assert.Equal(string.Empty, answer.Header("Location"));
    }

    [Fact]
    public async Task The_right_password_serves_after_a_wrong_one()
    {
        using var browser = new Browser(host);

        var refused = await browser.LogInAsync(TestRealm.User, "wrong");
        var answer = await browser.SubmitLoginAsync(refused, TestRealm.User, TestRealm.Password);

        Assert.NotEmpty(answer.Code);
    }

    [Fact]
    public async Task A_disabled_account_is_told_so_after_its_right_password_only()
    {
        using var browser = new Browser(host);

        var right = await browser.LogInAsync("dave", "dave-password");
        var wrong = await browser.LogInAsync("dave", "wrong");

        Assert.Contains("Account is disabled, contact your administrator.", right.Body, StringComparison.Ordinal);
        Assert.Contains("Invalid username or password.", wrong.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_required_password_change_comes_before_the_session()
    {
        using var browser = new Browser(host, GatewayHost.OtherRealm);

        var step = await browser.LogInAsync("erin", "erin-password");
        Assert.Contains("/login-actions/required-action?", step.Location, StringComparison.Ordinal);
        Assert.Null(browser.CookieValue("KEYCLOAK_IDENTITY"));
        var page = await browser.GetAsync(step.Location!);
        Assert.Contains("You need to change your password to activate your account.", page.Body, StringComparison.Ordinal);
        Assert.Contains("id=\"kc-submit\" name=\"login\"", page.Body, StringComparison.Ordinal);
        var mismatch = await browser.PostAsync(page.FormAction, ("password-new", "erin-changed-it"), ("password-confirm", "other"));
        Assert.Contains("Passwords don&#x27;t match.", mismatch.Body, StringComparison.Ordinal);
        var done = await browser.PostAsync(page.FormAction, ("password-new", "erin-changed-it"), ("password-confirm", "erin-changed-it"));
        Assert.NotEmpty(done.Code);

        await browser.PostAsync(page.FormAction, ("password-new", "set-by-back-button"), ("password-confirm", "set-by-back-button"));
        using var again = new Browser(host, GatewayHost.OtherRealm);
        Assert.NotEmpty((await again.LogInAsync("erin", "erin-changed-it")).Code);
    }

    [Fact]
    public async Task Consent_is_asked_for_and_may_be_denied()
    {
        using var browser = new Browser(host);

        var step = await browser.LogInAsync(changes: [("client_id", "asks-consent"), ("scope", "openid email")]);
        var page = await browser.GetAsync(step.Location!);
        var denied = await browser.PostAsync(page.FormAction, ("cancel", "No"));
        var granted = await browser.PostAsync(page.FormAction, ("accept", "Yes"));

        Assert.Contains("<li>Email address</li>", page.Body, StringComparison.Ordinal);
        Assert.Equal("access_denied", denied.Parameter("error"));
        Assert.NotEmpty(granted.Code);
    }

    [Fact]
    public async Task Consent_is_asked_for_once_for_each_scope()
    {
        using var browser = new Browser(host);
        var step = await browser.LogInAsync(changes: [("client_id", "remembers-consent"), ("scope", "openid profile")]);
        var page = await browser.GetAsync(step.Location!);
        await browser.PostAsync(page.FormAction, ("accept", "Yes"));

        var again = await browser.GetAsync(browser.AuthorizeUrl(("client_id", "remembers-consent"), ("scope", "openid profile")));
        var more = await browser.GetAsync(browser.AuthorizeUrl(("client_id", "remembers-consent"), ("scope", "openid profile phone")));
        var asked = await browser.GetAsync(browser.AuthorizeUrl(("client_id", "remembers-consent"), ("scope", "openid profile"), ("prompt", "consent")));

        Assert.NotEmpty(again.Code);
        Assert.Contains("/login-actions/consent", more.Location, StringComparison.Ordinal);
        Assert.Contains("/login-actions/consent", asked.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remember_me_keeps_the_cookie_when_the_browser_closes()
    {
        using var browser = new Browser(host);

        var page = await browser.GetAsync(browser.AuthorizeUrl());
        var answer = await browser.SubmitLoginAsync(page, TestRealm.User, TestRealm.Password, ("rememberMe", "on"));

        Assert.Contains("max-age=", answer.Header("Set-Cookie").Split('\n').Single(cookie => cookie.StartsWith("KEYCLOAK_IDENTITY=", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_login_has_a_session_id_of_its_own()
    {
        using var browser = new Browser(host);

        var first = await browser.LogInAsync();
        var second = await browser.LogInAsync(changes: [("prompt", "login")]);

        Assert.NotEqual(first.Parameter("session_state"), second.Parameter("session_state"));
    }
}
