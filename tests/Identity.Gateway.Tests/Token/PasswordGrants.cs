using System.Text.Json;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Token;

public sealed class PasswordGrants(GatewayServer server)
{
    private readonly OidcClient _client = new(server);

    // As in Keycloak: auth_time says when a person proved who they are in a browser.
    [Fact]
    public async Task Tokens_say_nothing_about_a_login_in_a_browser()
    {
        var granted = await _client.PasswordAsync();
        var refreshed = await _client.RefreshAsync(granted.Text("refresh_token"));

        foreach (var answer in (Answer[])[granted, refreshed])
        {
            Assert.False(HasAuthTime(answer.Claims("access_token")));
            Assert.False(HasAuthTime(answer.Claims("id_token")));
            Assert.False(HasAuthTime(answer.Claims("refresh_token")));
        }

        var redeemed = await _client.RedeemAsync(await _client.CodeAsync());
        Assert.True(HasAuthTime(redeemed.Claims("access_token")) && HasAuthTime(redeemed.Claims("id_token")));
    }

    private static bool HasAuthTime(JsonElement claims) => claims.TryGetProperty("auth_time", out _);
}
