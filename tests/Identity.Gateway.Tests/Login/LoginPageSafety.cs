using System.Net;
using Identity.Gateway.Tests.Hosting;

namespace Identity.Gateway.Tests.Login;

public class LoginPageSafety(GatewayHost host)
{
    private const string Script = "\"><script>alert(1)</script>";

    [Theory]
    [InlineData("login_hint")]
    [InlineData("client_id")]
    [InlineData("redirect_uri")]
    [InlineData("scope")]
    [InlineData("ui_locales")]
    public async Task What_a_request_says_is_never_markup(string name)
    {
        using var browser = new Browser(host);

        var answer = await browser.GetAsync(browser.AuthorizeUrl((name, Script)));

        Assert.DoesNotContain("<script", answer.Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_typed_user_name_is_never_markup()
    {
        using var browser = new Browser(host);

        var answer = await browser.LogInAsync(Script, "x");

        Assert.DoesNotContain("<script", answer.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Acme &amp; &lt;Sons&gt;", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_has_its_labels_focus_and_headers()
    {
        using var browser = new Browser(host);

        var answer = await browser.GetAsync(browser.AuthorizeUrl());

        Assert.Contains("<label for=\"username\">Username or email</label>", answer.Body, StringComparison.Ordinal);
        Assert.Contains("<label for=\"password\">Password</label>", answer.Body, StringComparison.Ordinal);
        Assert.Contains("autocomplete=\"current-password\"", answer.Body, StringComparison.Ordinal);
        Assert.Contains("autofocus", answer.Body, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'self'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("SAMEORIGIN", answer.Header("X-Frame-Options"));
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
        Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Contains("form-action 'self' https: http:;", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("base-uri 'none'; object-src 'none'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("same-origin", answer.Header("Cross-Origin-Opener-Policy"));
        Assert.Contains("camera=()", answer.Header("Permissions-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stylesheet_is_kept_for_a_year()
    {
        using var browser = new Browser(host);
        var page = await browser.GetAsync(browser.AuthorizeUrl());
        var start = page.Body.IndexOf("/resources/", StringComparison.Ordinal);

        var css = await browser.GetAsync(host.BaseUrl + page.Body[start..page.Body.IndexOf('"', start)]);

        Assert.Equal(HttpStatusCode.OK, css.Status);
        Assert.Contains("immutable", css.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.StartsWith("text/css", css.Header("Content-Type"), StringComparison.Ordinal);
    }
}
