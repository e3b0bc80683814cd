using System.Net;
using System.Text.Json;
using Identity.Gateway.Tests.Hosting;

namespace Identity.Gateway.Tests.Login;

// Each test has a frank of its own: codes serve once, and two wrong ones in a row lock him out for a minute.
public class SecondFactors(GatewayHost host)
{
    [Fact]
    public async Task The_browser_login_asks_for_a_one_time_code_and_takes_it_once()
    {
        using var browser = new Browser(host);

        var step = await browser.LogInAsync("frank", "frank-password");
        Assert.Contains("/login-actions/one-time-code?", step.Location, StringComparison.Ordinal);
        var page = await browser.GetAsync(step.Location!);
        Assert.Contains("<label for=\"otp\">One-time code</label>", page.Body, StringComparison.Ordinal);
        Assert.Contains("no-store", page.Header("Cache-Control"), StringComparison.Ordinal);
        var wrong = await browser.PostAsync(page.FormAction, ("otp", "000000"));
        Assert.Contains("Invalid authenticator code.", wrong.Body, StringComparison.Ordinal);
        Assert.Null(browser.CookieValue("KEYCLOAK_IDENTITY"));
        var code = Authenticator.CodeAt(host.Time.GetUtcNow());
        Assert.NotEmpty((await browser.PostAsync(wrong.FormAction, ("otp", code))).Code);

        using var thief = new Browser(host);
        var second = await thief.GetAsync((await thief.LogInAsync("frank", "frank-password")).Location!);
        var again = await thief.PostAsync(second.FormAction, ("otp", code));

        Assert.Contains("Invalid authenticator code.", again.Body, StringComparison.Ordinal);
        Assert.Null(thief.CookieValue("KEYCLOAK_IDENTITY"));
    }

    [Fact]
    public async Task The_password_alone_opens_no_other_step()
    {
        using var browser = new Browser(host);
        var step = await browser.LogInAsync("frank", "frank-password", ("prompt", "consent"));

        foreach (var other in (string[])["consent", "required-action", "authenticate"])
        {
            var address = step.Location!.Replace("one-time-code", other, StringComparison.Ordinal);
            var answer = other == "authenticate" ? await browser.GetAsync(address) : await browser.PostAsync(address, ("accept", "Yes"), ("password-new", "x-new-secret"), ("password-confirm", "x-new-secret"));

            Assert.Null(answer.Parameter("code"));
            Assert.Null(browser.CookieValue("KEYCLOAK_IDENTITY"));
        }
    }

    [Fact]
    public async Task The_password_grant_needs_the_code_too()
    {
        using var browser = new Browser(host, GatewayHost.OtherRealm);

        var without = await GrantAsync(browser, null);
        var with = await GrantAsync(browser, Authenticator.CodeAt(host.Time.GetUtcNow()));
        var again = await GrantAsync(browser, Authenticator.CodeAt(host.Time.GetUtcNow()));

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant", "Invalid user credentials"), Error(without));
        Assert.Equal(HttpStatusCode.OK, with.Status);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant", "Invalid user credentials"), Error(again));
    }

    private static Task<Browser.Answer> GrantAsync(Browser browser, string? totp)
    {
        (string, string)[] form =
        [
            ("grant_type", "password"), ("client_id", "billing"), ("client_secret", "billing-secret"),
            ("username", "frank"), ("password", "frank-password"), ("scope", "openid"),
        ];
        return browser.PostAsync($"{browser.Realm}/protocol/openid-connect/token", totp is null ? form : [.. form, ("totp", totp)]);
    }

    private static (HttpStatusCode, string?, string?) Error(Browser.Answer answer)
    {
        using var json = JsonDocument.Parse(answer.Body);
        return (answer.Status, json.RootElement.GetProperty("error").GetString(), json.RootElement.GetProperty("error_description").GetString());
    }
}
