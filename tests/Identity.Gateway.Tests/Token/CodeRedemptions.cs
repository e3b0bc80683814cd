using System.Text.Json;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Token;

public sealed class CodeRedemptions(GatewayServer server)
{
    private const string Redirect = $"&redirect_uri={RecRealm.RedirectUri}";
    private const string Verifier = $"&code_verifier={OidcClient.Verifier}";
    private readonly OidcClient _client = new(server);

    [Fact]
    public async Task A_code_gives_tokens_in_Keycloaks_shape()
    {
        var answer = await _client.RedeemAsync(await _client.CodeAsync());

        Assert.Equal("access_token expires_in refresh_expires_in refresh_token token_type id_token not-before-policy session_state scope", answer.Keys);
        Assert.Equal("openid email profile", answer.Text("scope"));
        Assert.Equal(
            "exp iat auth_time jti iss aud sub typ azp sid acr allowed-origins realm_access resource_access scope",
            Names(answer.Claims("access_token"), 15));
        Assert.Equal("exp iat auth_time jti iss aud sub typ azp nonce sid at_hash acr", Names(answer.Claims("id_token"), 13));
        Assert.Equal("exp iat jti iss aud sub typ azp sid scope aud_x reuse_id gen", Names(answer.Claims("refresh_token"), 20));
        Assert.StartsWith("onrtac:", answer.Claims("access_token").GetProperty("jti").GetString(), StringComparison.Ordinal);
        Assert.Equal(_client.Issuer, answer.Claims("access_token").GetProperty("iss").GetString());
        Assert.Equal("no", answer.Claims("id_token").GetProperty("nonce").GetString());
        Assert.Equal("account", answer.Claims("access_token").GetProperty("aud").GetString());
        Assert.Equal("1", answer.Claims("id_token").GetProperty("acr").GetString());
    }

    [Theory]
    [InlineData($"&client_id=app{Redirect}", "PKCE code verifier not specified")]
    [InlineData($"&client_id=app{Redirect}&code_verifier=wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww", "PKCE verification failed: Code mismatch")]
    [InlineData($"&client_id=app&redirect_uri=http://127.0.0.1:9/other{Verifier}", "Incorrect redirect_uri")]
    [InlineData($"&client_id=app{Verifier}", "Incorrect redirect_uri")]
    public async Task A_failed_check_spends_the_code(string rest, string description)
    {
        var code = await _client.CodeAsync();

        var first = await _client.RedeemAsync(code, rest);
        var second = await _client.RedeemAsync(code);

        Assert.Equal((400, "invalid_grant", description), (first.Status, first.Error, first.Description));
        Assert.Equal((400, "invalid_grant", "Code not valid"), (second.Status, second.Error, second.Description));
    }

    [Fact]
    public async Task Another_client_is_refused()
    {
        var answer = await _client.RedeemAsync(await _client.CodeAsync(), $"&{OidcClient.Svc}{Redirect}{Verifier}");

        Assert.Equal((400, "Auth error: Found different client_id in clientSession"), (answer.Status, answer.Description));
    }

    [Fact]
    public async Task A_verifier_without_a_challenge_is_refused()
    {
        var answer = await _client.RedeemAsync(await _client.CodeAsync(challenge: null));

        Assert.Equal((400, "invalid_grant"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task Using_a_code_twice_ends_what_it_had_issued()
    {
        var code = await _client.CodeAsync();
        var tokens = await _client.RedeemAsync(code);

        var again = await _client.RedeemAsync(code);

        Assert.Equal("Code not valid", again.Description);
        Assert.Equal("Session doesn't have required client", (await _client.RefreshAsync(tokens.Text("refresh_token"))).Description);
        Assert.Equal(401, (await _client.UserInfoAsync(tokens.Text("access_token"))).Status);
    }

    [Fact]
    public async Task Of_many_redemptions_at_once_one_succeeds()
    {
        var code = await _client.CodeAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _client.RedeemAsync(code)));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal("Code not valid", answer.Description));
    }

    [Fact]
    public async Task Offline_access_begins_an_offline_session_that_outlives_the_login()
    {
        var (code, session) = await server.LogInAsync(RecRealm.Name, new() { RedirectUri = RecRealm.RedirectUri, Scope = "openid offline_access" });
        var tokens = await _client.RedeemAsync(code, $"&client_id=app{Redirect}");

        await session.EndAsync();
        var refreshed = await _client.RefreshAsync(tokens.Text("refresh_token"));

        Assert.Equal("Offline", tokens.Claims("refresh_token").GetProperty("typ").GetString());
        Assert.False(tokens.Claims("refresh_token").TryGetProperty("exp", out _));
        Assert.Equal("0", tokens.Text("refresh_expires_in"));
        Assert.StartsWith("ofrtac:", tokens.Claims("access_token").GetProperty("jti").GetString(), StringComparison.Ordinal);
        Assert.Equal(200, refreshed.Status);
        Assert.Equal(200, (await _client.UserInfoAsync(refreshed.Text("access_token"))).Status);
    }

    private static string Names(JsonElement claims, int count) =>
        string.Join(' ', claims.EnumerateObject().Take(count).Select(property => property.Name));
}
