using System.Text.Json;
using Identity.Gateway.Tests.Fixtures;
using Identity.Gateway.Tests.Keycloak;
using Identity.Grains.Users;

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

    [Theory]
    [InlineData("otp")]
    [InlineData("webauthn")]
    [InlineData("recovery-authn-codes")]
    public async Task A_password_alone_does_not_pass_over_a_second_factor(string type)
    {
        await server.UpdateUserAsync(RecordedRealm.Name, "tess", user => user with
        {
            RequiredActions = [],
            Credentials = [.. user.Credentials.Where(credential => credential.Type == "password"), new Credential { Id = type, Type = type, SecretData = "{}", CredentialData = "{}" }],
        });

        var answer = await new OidcClient(server, RecordedRealm.Name).PasswordAsync(user: "tess");

        Assert.Equal((400, "invalid_grant", "Invalid user credentials"), (answer.Status, answer.Error, answer.Description));
    }

    private static bool HasAuthTime(JsonElement claims) => claims.TryGetProperty("auth_time", out _);
}
