using Identity.Gateway.Authorize;
using Identity.Gateway.Tests.Hosting;
using Identity.Grains.Clients.Addresses;

namespace Identity.Gateway.Tests.Authorize;

/// <summary>Addresses that bring parameters of the answer which will be added to them.</summary>
public class PlantedParameters(GatewayHost host)
{
    public static TheoryData<string> Planted =>
    [
        "?code=evil&state=evil", "?a=b&code=evil", "?CODE=evil", "?Code=evil", "?code", "?code=", "?=&code=evil", "?a=b;code=evil", "?c%6fde=evil", "?%63%6F%64%65=evil",
        "?c%256fde=evil", "?%2563ode=evil", "?code%3Devil", "?a=b%26code%3Devil", "?a=b%2526code%253Devil", "?a=b%3Bcode=evil", "?+code=evil", "?%20code=evil", "?code+=evil",
        "?code%00=evil", "?code%00x=evil", "?co%00de=evil", "?code%09=evil", "?%0acode=evil", "?code[]=evil".Replace("[", "%5B").Replace("]", "%5D"), "?code[]=evil",
        "?code[0]=evil", "?code.0=evil", "?code%5B0%5D=evil", "?session.state=evil", "?session%20state=evil", "?%E2%80%8Bcode=evil", "?a?code=evil", "?a=b?code=evil",
        "?%252525252563ode=evil", "?state=x", "?iss=https://evil.example", "?session_state=x", "?error=x", "?error_description=x", "?error_uri=x", "?id_token=x", "?access_token=x",
        "?refresh_token=x", "?token_type=x", "?expires_in=1", "?scope=x", "?response=a.b.c", "?kc_action_status=success", "#code=evil", "#a&code=evil", "#/page?code=evil",
        "#/page&state=x", "#!code=evil", "#/code=evil", "#%63ode=evil", "#/page%26code%3Devil", "#access_token=x&token_type=bearer", "?a=b#id_token=x", "#;state=x",
        "?%25u0063ode=evil", "?%C1%A3ode=evil", "?a=b&%25%75006code=evil", "#%C1%A3ode=evil",
    ];

    public static TheoryData<string> Harmless =>
    [
        "", "?a=b", "?codes=1", "?mycode=1", "?code_x=1", "?state2=1", "?page=code", "?a=code%3D1", "?to=https%3A%2F%2Fx.example%2F%3Fcode%3D1", "?a=%26&b=c", "?q=100%25",
        "#/error", "#/state", "#/page?x=/../y", "#error", "#", "?tab=scope",
    ];

    [Theory]
    [MemberData(nameof(Planted))]
    public void Are_refused_below_a_wildcard_and_where_they_are_registered(string rest)
    {
        var address = $"https://a.example/cb{rest}";

        Assert.False(RedirectUriMatcher.IsRegistered(["https://a.example/*"], "https://root.example", address, AnswerParameters.Login));
        Assert.False(RedirectUriMatcher.IsRegistered([address], "https://root.example", address, AnswerParameters.Login));
        Assert.NotEqual(AddressFault.None, AddressKinds.Redirect.Judge(address));
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public void Are_not_seen_where_there_are_none(string rest) =>
        Assert.True(RedirectUriMatcher.IsRegistered(["https://a.example/*"], "https://root.example", $"https://a.example/cb{rest}", AnswerParameters.Login));

    [Theory]
    [InlineData("?state=evil")]
    [InlineData("?a=b%26state=evil")]
    [InlineData("#state=evil")]
    public void Are_refused_after_a_logout_too(string rest) =>
        Assert.False(RedirectUriMatcher.IsRegistered(["https://a.example/*"], "https://root.example", $"https://a.example/bye{rest}", AnswerParameters.Logout));

    [Fact]
    public void Of_a_login_do_no_harm_after_a_logout() =>
        Assert.True(RedirectUriMatcher.IsRegistered(["https://a.example/*"], "https://root.example", "https://a.example/bye?error=expired", AnswerParameters.Logout));

    [Theory]
    [InlineData("?code=evil&state=evil")]
    [InlineData("?c%256fde=evil")]
    [InlineData("#state=evil")]
    public async Task Leave_the_person_on_our_page(string rest)
    {
        using var browser = new Browser(host);

        var control = await browser.GetAsync(browser.AuthorizeUrl(("client_id", "wild"), ("redirect_uri", "https://a.example/cb?a=b")));
        var answer = await browser.GetAsync(browser.AuthorizeUrl(("client_id", "wild"), ("redirect_uri", $"https://a.example/cb{rest}")));

        Assert.NotEqual(400, (int)control.Status);
        Assert.Equal(400, (int)answer.Status);
        Assert.Contains(">Invalid parameter: redirect_uri</p>", answer.Body, StringComparison.Ordinal);
    }
}
