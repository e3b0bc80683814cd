using System.Buffers.Text;
using System.Text.Json;
using Identity.Gateway.Tests.Fixtures;
using Identity.Grains.Protocol;

namespace Identity.Gateway.Tests.Introspection;

public sealed class IntrospectionAnswers(GatewayServer server)
{
    private readonly OidcClient _client = new(server);

    [Theory]
    [InlineData("SVC", 400, "invalid_request", "Token not provided.")]
    [InlineData("token=abc", 401, "invalid_client", "Invalid client or Invalid client credentials")]
    [InlineData("token=abc&client_id=app", 403, "invalid_request", "Client not allowed.")]
    [InlineData("token=abc&client_id=svc&client_secret=x", 401, "invalid_client", "Client authentication failed.")]
    public async Task A_wrong_request_is_refused(string form, int status, string error, string description)
    {
        var answer = await _client.PostAsync("token/introspect", form.Replace("SVC", OidcClient.Svc, StringComparison.Ordinal));

        Assert.Equal((status, error, description), (answer.Status, answer.Error, answer.Description));
    }

    [Theory]
    [InlineData("access_token", "Bearer")]
    [InlineData("refresh_token", "Refresh")]
    [InlineData("id_token", "ID")]
    public async Task A_live_token_is_described_to_whom_it_is_for(string kind, string type)
    {
        var tokens = await _client.PasswordAsync(client: OidcClient.Svc);

        var answer = await IntrospectAsync(tokens.Text(kind));

        Assert.Equal("True", answer.Text("active"));
        Assert.Equal((type, type, "alice", "svc"), (answer.Text("typ"), answer.Text("token_type"), answer.Text("username"), answer.Text("client_id")));
        Assert.False(answer.Json.TryGetProperty("reuse_id", out _));
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    [InlineData("id_token")]
    public async Task A_tokens_own_claims_are_told_as_they_are_and_nothing_twice(string kind)
    {
        var text = (await _client.PasswordAsync(client: OidcClient.Svc)).Text(kind);
        var own = JsonElement.Parse(Base64Url.DecodeFromChars(text.Split('.')[1])).EnumerateObject()
            .Where(claim => claim.Name is not (ClaimNames.Audience or ClaimNames.AccessAudience or ClaimNames.Family or ClaimNames.Generation or ClaimNames.AccessTokenHash or ClaimNames.Nonce)).ToArray();

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var answer = (await IntrospectAsync(text)).Json;
            Assert.All(own, claim => Assert.True(answer.TryGetProperty(claim.Name, out var told) && JsonElement.DeepEquals(claim.Value, told), claim.Name));
            Assert.Equal(answer.EnumerateObject().Count(), answer.EnumerateObject().Select(claim => claim.Name).Distinct().Count());
        }
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("id_token")]
    public async Task Whom_a_token_is_for_includes_whom_mappers_add(string kind)
    {
        var tokens = await _client.PasswordAsync(client: OidcClient.Svc);

        var answer = await IntrospectAsync(tokens.Text(kind));

        Assert.Equal(["account", "app", "svc"], answer.Json.GetProperty("aud").EnumerateArray().Select(audience => audience.GetString()).Order());
    }

    [Fact]
    public async Task A_token_for_others_or_dead_is_only_inactive()
    {
        var others = await _client.PasswordAsync();
        var dead = await _client.PasswordAsync(client: OidcClient.Svc);
        await _client.PostAsync("revoke", $"{OidcClient.Svc}&token={dead.Text("refresh_token")}");

        foreach (var token in (string[])[others.Text("access_token"), dead.Text("access_token"), dead.Text("refresh_token"), "abc"])
        {
            Assert.Equal("""{"active":false}""", (await IntrospectAsync(token)).Body);
        }
    }

    [Fact]
    public async Task A_revoked_token_without_a_session_is_inactive()
    {
        var tokens = await _client.TokenAsync($"grant_type=client_credentials&{OidcClient.Svc}");
        var before = await IntrospectAsync(tokens.Text("access_token"));

        await _client.PostAsync("revoke", $"{OidcClient.Svc}&token={tokens.Text("access_token")}");

        Assert.Equal("True", before.Text("active"));
        Assert.Equal("""{"active":false}""", (await IntrospectAsync(tokens.Text("access_token"))).Body);
    }

    private Task<Answer> IntrospectAsync(string token) => _client.PostAsync("token/introspect", $"{OidcClient.Svc}&token={token}");
}
