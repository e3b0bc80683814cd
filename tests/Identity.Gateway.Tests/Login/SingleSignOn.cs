using System.Net;
using Identity.Gateway.Tests.Hosting;

namespace Identity.Gateway.Tests.Login;

public class SingleSignOn(GatewayHost host)
{
    [Theory]
    [InlineData("")]
    [InlineData("none")]
    public async Task A_live_session_serves_without_a_page(string prompt)
    {
        using var browser = new Browser(host);
        var login = await browser.LogInAsync();

        var answer = await browser.GetAsync(browser.AuthorizeUrl(("prompt", prompt)));

        Assert.Equal(login.Parameter("session_state"), answer.Parameter("session_state"));
        Assert.NotEqual(login.Code, answer.Code);
    }

    [Fact]
    public async Task A_fragment_is_used_when_asked_for()
    {
        using var browser = new Browser(host);
        await browser.LogInAsync();

        var answer = await browser.GetAsync(browser.AuthorizeUrl(("response_mode", "fragment")));

        Assert.StartsWith($"{Browser.RedirectUri}#", answer.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("max_age", "0")]
    public async Task A_request_for_a_fresh_proof_gets_the_page(string name, string value)
    {
        using var browser = new Browser(host);
        await browser.LogInAsync();

        var answer = await browser.GetAsync(browser.AuthorizeUrl((name, value)));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("Please re-authenticate to continue", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_does_not_serve_another_realm()
    {
        using var browser = new Browser(host);
        using var other = new Browser(host, GatewayHost.OtherRealm);
        await browser.LogInAsync();
        other.Cookies.Add(new Uri($"{other.Realm}/"), new Cookie("KEYCLOAK_IDENTITY", browser.CookieValue("KEYCLOAK_IDENTITY"), new Uri($"{other.Realm}/").AbsolutePath));

        var answer = await other.GetAsync(other.AuthorizeUrl(("prompt", "none")));

        Assert.Equal("login_required", answer.Parameter("error"));
    }

    [Fact]
    public async Task Another_person_at_the_same_browser_ends_the_first_ones_session()
    {
        using var browser = new Browser(host);
        using var stolen = new Browser(host);
        await browser.LogInAsync();
        stolen.Cookies.Add(new Uri($"{stolen.Realm}/"), new Cookie("KEYCLOAK_IDENTITY", browser.CookieValue("KEYCLOAK_IDENTITY"), new Uri($"{stolen.Realm}/").AbsolutePath));

        await browser.LogInAsync("bob", "bob-password", ("prompt", "login"));

        Assert.Equal("login_required", (await stolen.GetAsync(stolen.AuthorizeUrl(("prompt", "none")))).Parameter("error"));
    }
}
