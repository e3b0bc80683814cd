using Identity.Gateway.Tests.Hosting;

namespace Identity.Gateway.Tests.Errors;

public class Secrets(GatewayHost host)
{
    [Fact]
    public async Task No_secret_reaches_the_log_at_any_level()
    {
        using var browser = new Browser(host);
        var page = await browser.GetAsync(browser.AuthorizeUrl(("state", "state-not-to-log"), ("nonce", "nonce-not-to-log")));
        await browser.SubmitLoginAsync(page, "bob", "wrong-not-to-log");
        var code = (await browser.SubmitLoginAsync(page, "bob", "bob-password")).Code;
        var tokens = await browser.RedeemAsync(code);
        var (access, refresh, id) = (tokens.Text("access_token")!, tokens.Text("refresh_token")!, tokens.Text("id_token")!);
        await browser.UserInfoAsync(access);
        await browser.RedeemAsync(code);
        await browser.TokenAsync(("grant_type", "refresh_token"), ("client_id", "shop"), ("refresh_token", refresh));
        await browser.TokenAsync(("grant_type", "client_credentials"), ("client_id", "billing"), ("client_secret", "client-not-to-log"));
        await browser.TokenAsync(("grant_type", "password"), ("client_id", "shop"), ("username", "typed-not-to-log"), ("password", "wrong-not-to-log"));
        await browser.GetAsync($"{browser.Realm}/protocol/openid-connect/logout?id_token_hint={id}&state=state-not-to-log");

        await RawRequest.SendAsync(host.BaseUrl, "GET /realms/%00/x?password=not-to-log HTTP/1.1\nHost: h");

        string[] secrets =
        [
            "not-to-log", "bob-password", "billing-secret", code.Split('.')[0], access.Split('.')[2], refresh.Split('.')[2], id.Split('.')[2],
            new string('v', 43), browser.CookieValue("AUTH_SESSION_ID")!, page.FormAction.Split("session_code=")[1].Split('&')[0],
        ];
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(host.Log.Lines, line => line.Contains(secret, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("client_id=", StringComparison.Ordinal));
        Assert.Contains(host.Log.Lines, line => line.Contains("logged in to", StringComparison.Ordinal));
    }
}
