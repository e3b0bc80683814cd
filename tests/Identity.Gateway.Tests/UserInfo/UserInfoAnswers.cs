using Identity.Gateway.Tests.Fixtures;
using Identity.Testing.Oidc;

namespace Identity.Gateway.Tests.UserInfo;

public sealed class UserInfoAnswers(GatewayServer server)
{
    private readonly OidcClient _client = new(server);

    [Fact]
    public async Task A_token_with_openid_tells_about_its_user()
    {
        var tokens = await _client.PasswordAsync();

        var answer = await _client.UserInfoAsync(tokens.Text("access_token"));
        var posted = await _client.PostAsync("userinfo", $"access_token={tokens.Text("access_token")}");

        Assert.Equal("sub email_verified name preferred_username given_name family_name email".Split(' ').Order(), answer.Keys.Split(' ').Order());
        Assert.Equal("Alice Liddell", answer.Text("name"));
        Assert.Equal(("no-store", "no-cache"), (answer.Header("Cache-Control"), answer.Header("Pragma")));
        Assert.Equal(answer.Body, posted.Body);
    }

    [Fact]
    public async Task Without_a_token_the_challenge_is_bare()
    {
        var answer = await _client.UserInfoAsync(null);

        Assert.Equal((401, "Bearer realm=\"rec\"", ""), (answer.Status, answer.Header("WWW-Authenticate"), answer.Body));
    }

    [Fact]
    public async Task A_token_that_is_none_of_ours_is_refused()
    {
        var tokens = await _client.PasswordAsync();
        var text = tokens.Text("access_token");
        foreach (var wrong in (string[])["abc", tokens.Text("refresh_token"), tokens.Text("id_token"), text[..^4] + "AAAA"])
        {
            var answer = await _client.UserInfoAsync(wrong);

            Assert.Equal(401, answer.Status);
            Assert.Equal("Bearer realm=\"rec\", error=\"invalid_token\", error_description=\"Token verification failed\"", answer.Header("WWW-Authenticate"));
        }
    }

    // RFC 6750 section 2.
    [Fact]
    public async Task A_token_sent_in_two_ways_is_refused()
    {
        var token = (await _client.PasswordAsync()).Text("access_token");

        var answer = await _client.PostAsync("userinfo", $"access_token={token}", $"Bearer {token}");

        Assert.Equal(400, answer.Status);
        Assert.Equal("Bearer realm=\"rec\", error=\"invalid_request\", error_description=\"More than one method used for including an access token\"", answer.Header("WWW-Authenticate"));
    }

    [Theory]
    [InlineData("https://app.example", 200, "https://app.example")]
    [InlineData("https://evil.example", 403, null)]
    public async Task Only_the_clients_own_origins_may_ask(string origin, int status, string? allowed)
    {
        var token = (await _client.PasswordAsync()).Text("access_token");

        var answer = await _client.SendAsync(HttpMethod.Get, $"{_client.Protocol}/userinfo", null, $"Bearer {token}", origin);

        Assert.Equal((status, allowed), (answer.Status, answer.Header("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task Any_origin_may_read_that_a_token_is_no_good()
    {
        var answer = await _client.SendAsync(HttpMethod.Get, $"{_client.Protocol}/userinfo", null, "Bearer abc", "https://a.example");

        Assert.Equal((401, "https://a.example"), (answer.Status, answer.Header("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task Without_openid_the_scope_is_not_enough()
    {
        var answer = await _client.UserInfoAsync((await _client.PasswordAsync(scope: "email")).Text("access_token"));

        Assert.Equal(403, answer.Status);
        Assert.Equal("Bearer realm=\"rec\", error=\"insufficient_scope\", error_description=\"Missing openid scope\"", answer.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task An_ended_session_is_told_apart()
    {
        var (code, session) = await server.LogInAsync(RecRealm.Name, new() { RedirectUri = RecRealm.RedirectUri, Scope = "openid" });
        var tokens = await _client.RedeemAsync(code, $"&client_id=app&redirect_uri={RecRealm.RedirectUri}");

        await session.EndAsync();
        var answer = await _client.UserInfoAsync(tokens.Text("access_token"));

        Assert.Equal("Bearer realm=\"rec\", error=\"invalid_token\", error_description=\"user_session_not_found\"", answer.Header("WWW-Authenticate"));
        Assert.Equal("Session not active", (await _client.RefreshAsync(tokens.Text("refresh_token"))).Description);
    }

    [Fact]
    public async Task A_client_may_have_the_answer_signed()
    {
        var answer = await _client.UserInfoAsync((await _client.PasswordAsync(client: "client_id=jwtinfo")).Text("access_token"));

        Assert.Equal("application/jwt", answer.Header("Content-Type"));
        Assert.Equal("jwtinfo", JwtClaims.Of(answer.Body).GetProperty("aud").GetString());
    }
}
