using System.Net;
using Identity.Gateway.Tests.Hosting;

namespace Identity.Gateway.Tests.SessionStatus;

public class StatusFrames(GatewayHost host)
{
    [Fact]
    public async Task Any_site_may_frame_the_status_page()
    {
        using var browser = new Browser(host);

        var answer = await browser.GetAsync($"{browser.Realm}/protocol/openid-connect/login-status-iframe.html");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(string.Empty, answer.Header("X-Frame-Options"));
        Assert.DoesNotContain("frame-ancestors", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("script-src 'sha256-", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop", "http://localhost:9999", HttpStatusCode.NoContent)]
    [InlineData("shop", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("nope", "http://localhost:9999", HttpStatusCode.Forbidden)]
    [InlineData("disabled", "http://localhost:9999", HttpStatusCode.Forbidden)]
    public async Task Only_a_clients_own_origins_may_ask(string clientId, string origin, HttpStatusCode status)
    {
        using var browser = new Browser(host);

        var answer = await browser.GetAsync($"{browser.Realm}/protocol/openid-connect/login-status-iframe.html/init?client_id={clientId}&origin={Uri.EscapeDataString(origin)}");

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task The_cookie_probe_says_whether_its_cookie_came_back()
    {
        using var browser = new Browser(host);
        var step2 = $"{browser.Realm}/protocol/openid-connect/3p-cookies/step2.html";

        var without = await browser.GetAsync(step2);
        await browser.GetAsync($"{browser.Realm}/protocol/openid-connect/3p-cookies/step1.html");
        var with = await browser.GetAsync(step2);

        Assert.Contains("\"unsupported\"", without.Body, StringComparison.Ordinal);
        Assert.Contains("\"supported\"", with.Body, StringComparison.Ordinal);
    }
}
