using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.ClientAuthentication;

public sealed class ClientAssertionProofs(GatewayServer server)
{
    private const string Type = "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private readonly OidcClient _client = new(server);

    [Fact]
    public async Task A_signed_assertion_proves_the_client_once()
    {
        var assertion = ClientKey.Sign(Claims("signed"));

        var first = await SendAsync(assertion);
        var second = await SendAsync(assertion);

        Assert.Equal(200, first.Status);
        Assert.Equal((401, "unauthorized_client"), (second.Status, second.Error));
    }

    [Fact]
    public async Task Of_many_uses_at_once_one_succeeds()
    {
        var assertion = ClientKey.Sign(Claims("signed"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => SendAsync(assertion)));

        Assert.Single(answers, answer => answer.Status == 200);
    }

    [Fact]
    public async Task A_secret_may_sign_for_a_client_registered_so()
    {
        Assert.Equal(200, (await SendAsync(ClientKey.Mac(Claims("mac"), "a-secret-of-at-least-32-characters"))).Status);
        Assert.Equal(401, (await SendAsync(ClientKey.Mac(Claims("mac"), "another-secret-of-32-characters-x"))).Status);
    }

    [Fact]
    public async Task A_wrong_assertion_is_refused()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        string[] wrong =
        [
            "abc",
            "a.b.c",
            ClientKey.Sign(Claims("signed"), """{"alg":"none"}"""),
            ClientKey.Sign(Claims("signed"), """{"alg":"ES384","kid":"k1"}"""),
            ClientKey.Sign(Claims("signed"), """{"alg":"ES256","kid":"k2"}"""),
            ClientKey.Mac(Claims("signed"), ClientKey.Jwks),
            ClientKey.Sign(Claims("signed", audience: "https://other.example")),
            ClientKey.Sign(Claims("signed", expires: now - 60)),
            ClientKey.Sign(Claims("signed", expires: now + 86400)),
            ClientKey.Sign(Claims("signed").Replace("\"jti\"", "\"x\"", StringComparison.Ordinal)),
            ClientKey.Sign(Claims("signed").Replace("\"iss\":\"signed\"", "\"iss\":\"mac\"", StringComparison.Ordinal)),
            ClientKey.Sign(Claims("signed").Replace("\"exp\"", "\"x\"", StringComparison.Ordinal)),
        ];
        foreach (var assertion in wrong)
        {
            var answer = await SendAsync(assertion, "&client_id=signed");

            Assert.Equal((401, "unauthorized_client"), (answer.Status, answer.Error));
        }
    }

    private Task<Answer> SendAsync(string assertion, string extra = "") =>
        _client.TokenAsync($"grant_type=client_credentials&{Type}&client_assertion={assertion}{extra}");

    private string Claims(string client, string? audience = null, long? expires = null) =>
        $$"""{"iss":"{{client}}","sub":"{{client}}","aud":"{{audience ?? _client.Issuer}}","jti":"{{Guid.NewGuid()}}","exp":{{expires ?? (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 60)}}}""";
}
