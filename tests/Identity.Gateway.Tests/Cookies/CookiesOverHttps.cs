using Identity.Gateway.Tests.Hosting;
using Identity.Testing;

namespace Identity.Gateway.Tests.Cookies;

public class CookiesOverHttps(GatewayHost host)
{
    [Fact]
    public async Task Every_cookie_is_kept_to_https_and_to_its_place()
    {
        using var browser = new Browser(host.HttpsUrl, TestRealm.Name);

        var page = await browser.GetAsync(browser.AuthorizeUrl());
        var answer = await browser.SubmitLoginAsync(page, TestRealm.User, TestRealm.Password);

        var begun = Cookie(page, "__Host-AUTH_SESSION_ID");
        Assert.Equal(["httponly", "path=/", "samesite=lax", "secure"], begun);
        Assert.Equal(["httponly", "path=/realms/acme/", "samesite=none", "secure"], Cookie(answer, "KEYCLOAK_IDENTITY"));
        Assert.Equal(["path=/realms/acme/", "samesite=none", "secure"], Cookie(answer, "KEYCLOAK_SESSION"));
        Assert.Contains("max-age=", answer.Header("Strict-Transport-Security"), StringComparison.Ordinal);
        Assert.NotEmpty(answer.Code);
    }

    [Fact]
    public async Task A_login_over_https_does_not_serve_over_http()
    {
        using var browser = new Browser(host.HttpsUrl, TestRealm.Name);
        await browser.LogInAsync();
        using var plain = new Browser(host);
        plain.Cookies.SetCookies(new Uri($"{plain.Realm}/"), $"KEYCLOAK_IDENTITY={browser.CookieValue("KEYCLOAK_IDENTITY")}; path=/realms/acme/");

        var answer = await plain.GetAsync(plain.AuthorizeUrl(("prompt", "none")));

        Assert.Equal("login_required", answer.Parameter("error"));
    }

    private static string[] Cookie(Browser.Answer answer, string name) =>
    [
        .. answer.Header("Set-Cookie").Split('\n').Single(cookie => cookie.StartsWith($"{name}=", StringComparison.Ordinal))
            .Split("; ")[1..].Where(attribute => !attribute.StartsWith("max-age", StringComparison.Ordinal) && !attribute.StartsWith("expires", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];
}
