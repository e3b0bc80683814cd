using Identity.Gateway.Tests.Hosting;
using Identity.Testing;

namespace Identity.Gateway.Tests.Login;

public class ExpiredLoginPage
{
    [Fact]
    public async Task A_page_left_open_too_long_starts_over_and_then_serves()
    {
        await using var host = new GatewayHost();
        await host.InitializeAsync();
        using var browser = new Browser(host);
        var page = await browser.GetAsync(browser.AuthorizeUrl());
        host.Time.Advance(TimeSpan.FromMinutes(31));

        var late = await browser.SubmitLoginAsync(page, TestRealm.User, TestRealm.Password);
        var answer = await browser.SubmitLoginAsync(late, TestRealm.User, TestRealm.Password);

        Assert.Contains("Your login attempt timed out.", late.Body, StringComparison.Ordinal);
        Assert.Contains($"value=\"{TestRealm.User}\"", late.Body, StringComparison.Ordinal);
        Assert.NotEmpty(answer.Code);
    }
}
