using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Token;

public sealed class ClientCredentials(GatewayServer server)
{
    private readonly OidcClient _client = new(server);

    [Fact]
    public async Task A_client_gets_a_token_about_its_service_account()
    {
        var answer = await _client.TokenAsync($"grant_type=client_credentials&{OidcClient.Svc}");

        Assert.Equal(200, answer.Status);
        Assert.Equal("access_token expires_in refresh_expires_in token_type not-before-policy scope", answer.Keys);
        var claims = answer.Claims("access_token");
        Assert.StartsWith("trrtcc:", claims.GetProperty("jti").GetString(), StringComparison.Ordinal);
        Assert.Equal("service-account-svc", claims.GetProperty("preferred_username").GetString());
        Assert.Equal("svc", claims.GetProperty("client_id").GetString());
        Assert.Equal("127.0.0.1", claims.GetProperty("clientHost").GetString());
        Assert.False(claims.TryGetProperty("sid", out _));
    }

    [Fact]
    public async Task The_credentials_may_come_in_the_header_form_encoded()
    {
        var answer = await _client.TokenAsync("grant_type=client_credentials", OidcClient.Basic("svc", RecRealm.Secret));

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task The_same_credentials_twice_are_let_pass()
    {
        var answer = await _client.TokenAsync($"grant_type=client_credentials&{OidcClient.Svc}", OidcClient.Basic("svc", RecRealm.Secret));

        Assert.Equal(200, answer.Status);
    }

    [Theory]
    [InlineData("client_id=app")]
    [InlineData("client_secret=other")]
    public async Task Two_credentials_that_differ_are_refused(string second)
    {
        var answer = await _client.TokenAsync($"grant_type=client_credentials&{second}", OidcClient.Basic("svc", RecRealm.Secret));

        Assert.Equal((401, "invalid_client"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task With_openid_an_ID_token_comes_too()
    {
        var answer = await _client.TokenAsync($"grant_type=client_credentials&scope=openid&{OidcClient.Svc}");

        Assert.Equal("access_token expires_in refresh_expires_in token_type id_token not-before-policy scope", answer.Keys);
        Assert.Equal("svc", answer.Claims("id_token").GetProperty("aud").GetString());
    }
}
