using System.Net;
using Identity.Gateway.Tests.Hosting;

namespace Identity.Gateway.Tests.Authorize;

public class AuthorizationErrors(GatewayHost host)
{
    [Theory]
    [InlineData("client_id", "", "Invalid Request")]
    [InlineData("client_id", "nope", "Client not found.")]
    [InlineData("client_id", "disabled", "Client disabled.")]
    [InlineData("client_id", "bearer", "Bearer-only applications are not allowed to initiate browser login.")]
    [InlineData("redirect_uri", "", "Invalid parameter: redirect_uri")]
    [InlineData("redirect_uri", "https://evil.example/cb", "Invalid parameter: redirect_uri")]
    [InlineData("redirect_uri", "http://localhost:9999@evil.example/cb", "Invalid parameter: redirect_uri")]
    [InlineData("redirect_uri", "http://localhost:9999/../x", "Invalid parameter: redirect_uri")]
    [InlineData("max_age", "x", "Invalid Request")]
    [InlineData("max_age", "-1", "Invalid Request")]
    public async Task What_is_wrong_before_the_redirect_address_is_known_stays_on_our_page(string name, string value, string message)
    {
        using var browser = new Browser(host);

        var answer = await browser.GetAsync(browser.AuthorizeUrl((name, value)));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Null(answer.Location);
        Assert.Contains($">{message}</p>", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("response_type", "", "invalid_request", "Missing parameter: response_type", '?')]
    [InlineData("response_type", "nope", "unsupported_response_type", null, '?')]
    [InlineData("response_type", "token", "unauthorized_client", "Client is not allowed to initiate browser login with given response_type. Implicit flow is disabled for the client.", '#')]
    [InlineData("response_type", "code id_token", "unauthorized_client", "Client is not allowed to initiate browser login with given response_type. Implicit flow is disabled for the client.", '#')]
    [InlineData("client_id", "no-standard-flow", "unauthorized_client", "Client is not allowed to initiate browser login with given response_type. Standard flow is disabled for the client.", '?')]
    [InlineData("response_mode", "nope", "invalid_request", "Invalid parameter: response_mode", '?')]
    [InlineData("response_mode", "query.jwt", "invalid_request", "Invalid parameter: response_mode", '?')]
    [InlineData("scope", "openid nope", "invalid_scope", "Invalid scopes: openid nope", '?')]
    [InlineData("scope", "openid&scope=email", "invalid_scope", "Invalid scopes: openid&scope=email", '?')]
    [InlineData("prompt", "none", "login_required", null, '?')]
    [InlineData("prompt", "none login", "login_required", null, '?')]
    [InlineData("prompt", "create", "invalid_request", "Invalid parameter: prompt", '?')]
    [InlineData("code_challenge_method", "S512", "invalid_request", "Invalid parameter: code_challenge_method", '?')]
    [InlineData("code_challenge_method", "plain", "invalid_request", "Invalid parameter: code challenge method is not configured one", '?')]
    [InlineData("code_challenge_method", "", "invalid_request", "Missing parameter: code_challenge_method", '?')]
    [InlineData("code_challenge", "", "invalid_request", "Missing parameter: code_challenge", '?')]
    [InlineData("code_challenge", "abc", "invalid_request", "Invalid parameter: code_challenge", '?')]
    [InlineData("request", "a.b.c", "request_not_supported", null, '?')]
    [InlineData("request_uri", "https://a.example/r", "request_uri_not_supported", null, '?')]
    [InlineData("claims", "{", "invalid_request", "Invalid parameter: claims", '?')]
    [InlineData("id_token_hint", "a.b.c", "invalid_request", "Invalid parameter: id_token_hint", '?')]
    public async Task What_is_wrong_after_it_is_told_to_the_client(string name, string value, string error, string? description, char separator)
    {
        using var browser = new Browser(host);

        var answer = await browser.GetAsync(browser.AuthorizeUrl((name, value)));

        Assert.Equal(HttpStatusCode.Found, answer.Status);
        Assert.StartsWith($"{Browser.RedirectUri}{separator}", answer.Location, StringComparison.Ordinal);
        Assert.Equal(error, answer.Parameter("error"));
        Assert.Equal(description, answer.Parameter("error_description"));
        Assert.Equal("st", answer.Parameter("state"));
        Assert.Equal(browser.Realm, answer.Parameter("iss"));
    }

    [Fact]
    public async Task A_repeated_parameter_is_refused()
    {
        using var browser = new Browser(host);

        var answer = await browser.GetAsync(browser.AuthorizeUrl() + "&nonce=again");

        Assert.Equal("invalid_request", answer.Parameter("error"));
    }

    [Fact]
    public async Task A_repeated_redirect_uri_is_refused_on_our_page()
    {
        using var browser = new Browser(host);

        var answer = await browser.GetAsync(browser.AuthorizeUrl() + "&redirect_uri=https%3A%2F%2Fevil.example%2F");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Null(answer.Location);
    }

    [Fact]
    public async Task A_parameter_that_is_too_long_is_refused()
    {
        using var browser = new Browser(host);

        var answer = await browser.GetAsync(browser.AuthorizeUrl(("state", new string('s', 2049))));

        Assert.Equal("invalid_request", answer.Parameter("error"));
        Assert.Null(answer.Parameter("state"));
    }

    [Fact]
    public async Task An_error_goes_by_form_post_when_that_was_asked_for()
    {
        using var browser = new Browser(host);

        var answer = await browser.GetAsync(browser.AuthorizeUrl(("prompt", "none"), ("response_mode", "form_post"), ("state", "\"><script>x</script>")));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(Browser.RedirectUri, answer.FormAction);
        Assert.Contains("value=\"login_required\"", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>x", answer.Body, StringComparison.Ordinal);
        Assert.Contains("script-src 'sha256-", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }
}
