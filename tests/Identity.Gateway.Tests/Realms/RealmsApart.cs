using System.Net;
using Identity.Gateway.Tests.Hosting;

namespace Identity.Gateway.Tests.Realms;

// The two realms have users and clients of the same ids.
public class RealmsApart(GatewayHost host)
{
    [Fact]
    public async Task Nothing_of_one_realm_is_taken_by_another()
    {
        using var here = new Browser(host);
        using var there = new Browser(host, GatewayHost.OtherRealm);
        var tokens = await here.RedeemAsync((await here.LogInAsync()).Code);
        var (access, refresh) = (tokens.Text("access_token")!, tokens.Text("refresh_token")!);
        var code = (await here.GetAsync(here.AuthorizeUrl())).Code;

        Assert.Equal("invalid_grant", (await there.RedeemAsync(code)).Text("error"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await there.UserInfoAsync(access)).Status);
        Assert.Equal("invalid_grant", (await there.TokenAsync(("grant_type", "refresh_token"), ("client_id", "shop"), ("refresh_token", refresh))).Text("error"));
        var seen = await there.PostAsync($"{there.Realm}/protocol/openid-connect/token/introspect", ("client_id", "billing"), ("client_secret", "billing-secret"), ("token", access));
        Assert.Equal("False", seen.Text("active"));
        Assert.Equal(HttpStatusCode.BadRequest, (await there.GetAsync($"{there.Realm}/protocol/openid-connect/logout?id_token_hint={tokens.Text("id_token")}")).Status);

        foreach (Cookie cookie in here.Cookies.GetAllCookies())
        {
            there.Cookies.Add(new Uri($"{there.Realm}/"), new Cookie(cookie.Name, cookie.Value, "/realms/other/"));
        }

        Assert.Equal("login_required", (await there.GetAsync(there.AuthorizeUrl(("prompt", "none")))).Parameter("error"));
        Assert.NotNull((await here.RedeemAsync(code)).Text("access_token"));
    }

    [Fact]
    public async Task A_code_of_one_client_is_refused_to_another()
    {
        using var browser = new Browser(host);
        var code = (await browser.LogInAsync()).Code;

        var stolen = await browser.TokenAsync(
            ("grant_type", "authorization_code"), ("client_id", "billing"), ("client_secret", "billing-secret"), ("code", code), ("redirect_uri", Browser.RedirectUri), ("code_verifier", new string('v', 43)));

        Assert.Equal("invalid_grant", stolen.Text("error"));
    }
}
