using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Cors;

public sealed class TokenEndpointOrigins(GatewayServer server)
{
    private readonly OidcClient _client = new(server);

    [Fact]
    public async Task A_preflight_is_answered_for_any_origin()
    {
        var answer = await _client.SendAsync(HttpMethod.Options, $"{_client.Protocol}/token", null, null, "https://app.example");

        Assert.Equal(200, answer.Status);
        Assert.Equal("https://app.example", answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal("POST, OPTIONS", answer.Header("Access-Control-Allow-Methods"));
        Assert.Equal("3600", answer.Header("Access-Control-Max-Age"));
        Assert.Equal("true", answer.Header("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task The_clients_own_origin_may_read_the_answer()
    {
        var answer = await _client.TokenAsync("grant_type=password&client_id=app&username=alice&password=pw-1", origin: "https://app.example");

        Assert.Equal("https://app.example", answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal("Access-Control-Allow-Methods", answer.Header("Access-Control-Expose-Headers"));
    }

    [Fact]
    public async Task A_plus_stands_for_the_origins_of_the_redirect_addresses()
    {
        var answer = await _client.TokenAsync($"grant_type=client_credentials&{OidcClient.Svc}", origin: "http://127.0.0.1:9");

        Assert.Equal((200, "http://127.0.0.1:9"), (answer.Status, answer.Header("Access-Control-Allow-Origin")));
    }

    [Theory]
    [InlineData("token", "grant_type=client_credentials&client_id=nope")]
    [InlineData("revoke", "token=abc&client_id=nope")]
    public async Task Any_origin_may_read_that_the_client_is_unknown(string endpoint, string form)
    {
        var answer = await _client.PostAsync(endpoint, form, origin: "https://a.example");

        Assert.Equal((401, "https://a.example"), (answer.Status, answer.Header("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task Another_origin_is_refused()
    {
        var answer = await _client.TokenAsync($"grant_type=client_credentials&{OidcClient.Svc}", origin: "https://evil.example");

        Assert.Equal((403, "Invalid origin"), (answer.Status, answer.Error));
        Assert.Null(answer.Header("Access-Control-Allow-Origin"));
    }
}
