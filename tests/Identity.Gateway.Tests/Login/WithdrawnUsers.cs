using System.Net;
using Identity.Gateway.Tests.Hosting;
using Identity.Grains.Users;

namespace Identity.Gateway.Tests.Login;

public class WithdrawnUsers(GatewayHost host)
{
    [Fact]
    public async Task A_disabled_user_is_refused_from_the_next_request_on()
    {
        await RefusesEverythingAsync("bob", user => user with { Enabled = false });
    }

    [Fact]
    public async Task A_user_who_was_logged_out_everywhere_is_refused_from_the_next_request_on()
    {
        var later = host.Time.GetUtcNow().ToUnixTimeSeconds() + 1;

        await RefusesEverythingAsync("carol", user => user with { NotBefore = later });
    }

    private async Task RefusesEverythingAsync(string name, Func<UserState, UserState> change)
    {
        using var browser = new Browser(host, GatewayHost.OtherRealm);
        var tokens = await browser.RedeemAsync((await browser.LogInAsync(name, $"{name}-password")).Code);
        var pending = (await browser.GetAsync(browser.AuthorizeUrl())).Code;
        Assert.Equal(HttpStatusCode.OK, (await browser.UserInfoAsync(tokens.Text("access_token")!)).Status);

        await host.UpdateUserAsync(GatewayHost.OtherRealm, name, change);

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.UserInfoAsync(tokens.Text("access_token")!)).Status);
        Assert.Equal("invalid_grant", (await browser.TokenAsync(("grant_type", "refresh_token"), ("client_id", "shop"), ("refresh_token", tokens.Text("refresh_token")!))).Text("error"));
        Assert.Equal("invalid_grant", (await browser.RedeemAsync(pending)).Text("error"));
        Assert.Equal("login_required", (await browser.GetAsync(browser.AuthorizeUrl(("prompt", "none")))).Parameter("error"));
    }
}
