using System.Net;
using System.Text.Json;
using Identity.Gateway.Tests.Hosting;

namespace Identity.Gateway.Tests.Login;

/// <summary>A client whose part of a session was ended and that is let into the same session again.</summary>
public class ReturningClient(GatewayHost host)
{
    [Fact]
    public async Task Tokens_of_the_ended_part_stay_dead()
    {
        using var browser = new Browser(host);
        var code = (await browser.LogInAsync()).Code;
        var first = await ExchangeAsync(browser, code);
        var reuse = await RedeemAsync(browser, code);
        Assert.Equal(HttpStatusCode.BadRequest, reuse.Status);

        var second = await ExchangeAsync(browser, (await browser.GetAsync(browser.AuthorizeUrl(("prompt", "none")))).Code);

        Assert.Equal(first.SessionId, second.SessionId);
        Assert.Equal(HttpStatusCode.Unauthorized, (await UserInfoAsync(browser, first.AccessToken)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await RefreshAsync(browser, first.RefreshToken)).Status);
        Assert.Equal(HttpStatusCode.OK, (await UserInfoAsync(browser, second.AccessToken)).Status);
        Assert.Equal(HttpStatusCode.OK, (await RefreshAsync(browser, second.RefreshToken)).Status);
    }

    private static async Task<(string AccessToken, string RefreshToken, string SessionId)> ExchangeAsync(Browser browser, string code)
    {
        var answer = await RedeemAsync(browser, code);
        using var json = JsonDocument.Parse(answer.Body);
        string Text(string name) => json.RootElement.GetProperty(name).GetString()!;
        return (Text("access_token"), Text("refresh_token"), Text("session_state"));
    }

    private static Task<Browser.Answer> RedeemAsync(Browser browser, string code) => browser.PostAsync(
        $"{browser.Realm}/protocol/openid-connect/token",
        ("grant_type", "authorization_code"),
        ("client_id", "shop"),
        ("code", code),
        ("redirect_uri", Browser.RedirectUri),
        ("code_verifier", new string('v', 43)));

    private static Task<Browser.Answer> RefreshAsync(Browser browser, string refreshToken) => browser.PostAsync(
        $"{browser.Realm}/protocol/openid-connect/token", ("grant_type", "refresh_token"), ("client_id", "shop"), ("refresh_token", refreshToken));

    private static Task<Browser.Answer> UserInfoAsync(Browser browser, string accessToken) => browser.PostAsync(
        $"{browser.Realm}/protocol/openid-connect/userinfo", ("access_token", accessToken));
}
