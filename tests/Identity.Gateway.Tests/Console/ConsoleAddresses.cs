using System.Net;
using Identity.Gateway.Tests.Fixtures;
using Identity.Gateway.Tests.Hosting;

namespace Identity.Gateway.Tests.Console;

public class ConsoleAddresses(GatewayHost host, GatewayServer withoutConsole)
{
    [Theory]
    [InlineData("/", "/admin/")]
    [InlineData("/admin", "/admin/master/console/")]
    [InlineData("/admin/", "/admin/master/console/")]
    [InlineData("/admin/acme/console", "/admin/acme/console/")]
    public async Task Short_addresses_lead_to_the_console(string path, string to)
    {
        using var browser = new Browser(host);

        var answer = await browser.GetAsync(host.BaseUrl + path);

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.Equal(host.BaseUrl + to, answer.Location);
        Assert.Contains("no-cache", answer.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_realm_that_does_not_exist_has_none()
    {
        using var browser = new Browser(host);

        var answer = await browser.GetAsync($"{host.BaseUrl}/admin/nowhere/console/");

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("Realm not found.  Did you type in a bad URL?", answer.Text("error"));
    }

    [Fact]
    public async Task A_server_without_a_console_says_how_to_get_one_and_does_the_rest()
    {
        var realm = $"{withoutConsole.BaseUrl}/admin/{RecRealm.Name}/console";

        var page = await Answer.OfAsync(await withoutConsole.Http.GetAsync(new Uri($"{realm}/")));
        var redirect = await Answer.OfAsync(await withoutConsole.Http.GetAsync(new Uri(realm)));
        var file = await Answer.OfAsync(await withoutConsole.Http.GetAsync(new Uri($"{withoutConsole.BaseUrl}/resources/{TestConsole.Version}/admin/console/main.js")));
        var texts = await Answer.OfAsync(await withoutConsole.Http.GetAsync(new Uri($"{withoutConsole.BaseUrl}/resources/{RecRealm.Name}/admin/en")));

        Assert.Equal((404, 302, 404, 200), (page.Status, redirect.Status, file.Status, texts.Status));
        Assert.Contains("./identity build", page.Body, StringComparison.Ordinal);
        Assert.StartsWith("text/html", page.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal("[]", texts.Body);
    }

    [Fact]
    public async Task A_realm_that_is_switched_off_still_shows_its_login()
    {
        using var browser = new Browser(host);
        await host.ImportAsync(new() { ["realm"] = "console-off", ["enabled"] = false });

        var answer = await browser.GetAsync($"{host.BaseUrl}/admin/console-off/console/");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }
}
