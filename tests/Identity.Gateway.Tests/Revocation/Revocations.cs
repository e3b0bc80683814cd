using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Revocation;

public sealed class Revocations(GatewayServer server)
{
    private readonly OidcClient _client = new(server);

    [Theory]
    [InlineData("client_id=app", 400, "invalid_request", "Token not provided")]
    [InlineData("client_id=app&token=abc", 200, "invalid_token", "Invalid token")]
    [InlineData("token=abc", 401, "invalid_client", "Invalid client or Invalid client credentials")]
    public async Task A_wrong_request_is_refused(string form, int status, string error, string description)
    {
        var answer = await _client.PostAsync("revoke", form);

        Assert.Equal((status, error, description), (answer.Status, answer.Error, answer.Description));
    }

    [Fact]
    public async Task An_ID_token_cannot_be_revoked()
    {
        var tokens = await _client.PasswordAsync();

        var answer = await _client.PostAsync("revoke", $"client_id=app&token={tokens.Text("id_token")}");

        Assert.Equal((400, "unsupported_token_type", "Unsupported token type"), (answer.Status, answer.Error, answer.Description));
    }

    [Fact]
    public async Task Another_clients_token_stays()
    {
        var tokens = await _client.PasswordAsync();

        var answer = await _client.PostAsync("revoke", $"{OidcClient.Svc}&token={tokens.Text("refresh_token")}");

        Assert.Equal((400, "invalid_request", "Unmatching clients"), (answer.Status, answer.Error, answer.Description));
        Assert.Equal(200, (await _client.RefreshAsync(tokens.Text("refresh_token"))).Status);
    }

    [Fact]
    public async Task A_revoked_access_token_is_refused_and_its_session_goes_on()
    {
        var tokens = await _client.PasswordAsync();

        var answer = await _client.PostAsync("revoke", $"client_id=app&token={tokens.Text("access_token")}");

        Assert.Equal((200, ""), (answer.Status, answer.Body));
        Assert.Equal(
            "Bearer realm=\"rec\", error=\"invalid_token\", error_description=\"Token verification failed\"",
            (await _client.UserInfoAsync(tokens.Text("access_token"))).Header("WWW-Authenticate"));
        Assert.Equal(200, (await _client.RefreshAsync(tokens.Text("refresh_token"))).Status);
    }

    [Fact]
    public async Task With_the_refresh_token_of_its_last_client_the_session_ends()
    {
        var tokens = await _client.PasswordAsync();

        var answer = await _client.PostAsync("revoke", $"client_id=app&token={tokens.Text("refresh_token")}&token_type_hint=nope");

        Assert.Equal((200, ""), (answer.Status, answer.Body));
        Assert.Equal("Session not active", (await _client.RefreshAsync(tokens.Text("refresh_token"))).Description);
        Assert.Equal(401, (await _client.UserInfoAsync(tokens.Text("access_token"))).Status);
    }
}
