using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Token;

public sealed class RefreshTokens(GatewayServer server)
{
    private readonly OidcClient _client = new(server);
    private readonly OidcClient _rotating = new(server, RecRealm.Rotating);

    [Theory]
    [InlineData("", "openid email profile")]
    [InlineData("&scope=email+openid", "openid email profile")]
    [InlineData("&scope=openid+phone", "openid email profile")]
    [InlineData("&scope=email", "email profile")]
    public async Task A_refresh_carries_what_was_granted_or_less(string scope, string granted)
    {
        var tokens = await _client.PasswordAsync();

        var answer = await _client.RefreshAsync(tokens.Text("refresh_token"), scope);

        Assert.Equal((200, granted), (answer.Status, answer.Text("scope")));
        Assert.Equal("openid acr basic email profile roles web-origins", answer.Claims("refresh_token").GetProperty("scope").GetString());
    }

    [Fact]
    public async Task A_scope_that_the_client_may_not_ask_for_is_refused()
    {
        var tokens = await _client.PasswordAsync();

        var answer = await _client.RefreshAsync(tokens.Text("refresh_token"), "&scope=nope");

        Assert.Equal((400, "invalid_scope", "Invalid scopes: nope"), (answer.Status, answer.Error, answer.Description));
    }

    [Fact]
    public async Task Without_rotation_a_token_serves_again()
    {
        var tokens = await _client.PasswordAsync();

        await _client.RefreshAsync(tokens.Text("refresh_token"));
        var answer = await _client.RefreshAsync(tokens.Text("refresh_token"));

        Assert.Equal(200, answer.Status);
        Assert.StartsWith("onrtrt:", answer.Claims("access_token").GetProperty("jti").GetString(), StringComparison.Ordinal);
        Assert.False(answer.Claims("id_token").TryGetProperty("nonce", out _));
    }

    [Fact]
    public async Task An_access_token_does_not_refresh()
    {
        var answer = await _client.RefreshAsync((await _client.PasswordAsync()).Text("access_token"));

        Assert.Equal((400, "invalid_grant", "Invalid refresh token"), (answer.Status, answer.Error, answer.Description));
    }

    [Fact]
    public async Task Another_clients_token_is_refused()
    {
        var answer = await _client.RefreshAsync((await _client.PasswordAsync()).Text("refresh_token"), client: OidcClient.Svc);

        Assert.Equal((400, "Invalid refresh token. Token client and authorized client don't match"), (answer.Status, answer.Description));
    }

    [Fact]
    public async Task Another_realms_token_is_refused()
    {
        var answer = await _rotating.RefreshAsync((await _client.PasswordAsync()).Text("refresh_token"));

        Assert.Equal((400, "Invalid refresh token"), (answer.Status, answer.Description));
    }

    [Fact]
    public async Task A_disabled_user_is_refused_on_the_next_refresh()
    {
        var tokens = await _client.PasswordAsync(user: "hugo");
        await server.UpdateUserAsync(RecRealm.Name, "hugo", user => user with { Enabled = false });

        var refreshed = await _client.RefreshAsync(tokens.Text("refresh_token"));
        var info = await _client.UserInfoAsync(tokens.Text("access_token"));
        await server.UpdateUserAsync(RecRealm.Name, "hugo", user => user with { Enabled = true });

        Assert.Equal((400, "invalid_grant", "User disabled"), (refreshed.Status, refreshed.Error, refreshed.Description));
        Assert.Equal("Bearer realm=\"rec\", error=\"invalid_token\", error_description=\"User disabled\"", info.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task A_lost_answer_to_a_rotation_may_be_asked_for_again()
    {
        var tokens = await _rotating.PasswordAsync();

        var first = await _rotating.RefreshAsync(tokens.Text("refresh_token"));
        var again = await _rotating.RefreshAsync(tokens.Text("refresh_token"));

        Assert.Equal(first.Claims("refresh_token").GetProperty("jti").GetString(), again.Claims("refresh_token").GetProperty("jti").GetString());
        Assert.Equal(1, again.Claims("refresh_token").GetProperty("gen").GetInt32());
    }

    [Fact]
    public async Task An_older_token_of_a_rotated_family_ends_it()
    {
        var tokens = await _rotating.PasswordAsync();
        var second = await _rotating.RefreshAsync(tokens.Text("refresh_token"));
        var third = await _rotating.RefreshAsync(second.Text("refresh_token"));

        var replay = await _rotating.RefreshAsync(tokens.Text("refresh_token"));
        var newest = await _rotating.RefreshAsync(third.Text("refresh_token"));

        Assert.Equal((400, "Maximum allowed refresh token reuse exceeded"), (replay.Status, replay.Description));
        Assert.Equal(400, newest.Status);
    }

    [Fact]
    public async Task Many_refreshes_at_once_give_one_successor()
    {
        var tokens = await _rotating.PasswordAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _rotating.RefreshAsync(tokens.Text("refresh_token"))));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Single(answers.Select(answer => answer.Claims("refresh_token").GetProperty("jti").GetString()).Distinct());
    }

    [Fact]
    public async Task A_client_may_do_without_refresh_tokens()
    {
        var answer = await _client.PasswordAsync(client: "client_id=norefresh");

        Assert.Equal("access_token expires_in refresh_expires_in token_type id_token not-before-policy session_state scope", answer.Keys);
    }

    [Fact]
    public async Task Client_attributes_shape_the_answer()
    {
        var answer = await _client.PasswordAsync(client: "client_id=jwtinfo");

        Assert.Equal("60", answer.Text("expires_in"));
        Assert.DoesNotContain("session_state", answer.Keys, StringComparison.Ordinal);
        Assert.StartsWith("eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCIs", answer.Text("access_token"), StringComparison.Ordinal);
    }
}
